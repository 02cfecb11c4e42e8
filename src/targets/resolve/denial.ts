import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { AwsReader } from '../../aws/reader.ts'
import { isDenial, readDeniedMessage } from '../denied-message.ts'
import { asRole } from '../principal-arn.ts'
import type { Symptom } from '../symptom.ts'
import { type Denial, denial, placeOf } from '../target.ts'
import type { Lookup, LookupResult } from './resolution.ts'
import { findPrincipal } from './role.ts'

type Details = Readonly<Record<string, string>>

/** What a person said of a refusal, before any name in it is looked up. */
export interface DenialHint {
  /** A name or an ARN. */
  readonly principal?: string
  readonly action?: string
  readonly resource?: string
  readonly message?: string
}

/** Reads an error text, or a caller, action and resource in any order; undefined when it is neither. */
export function denialHint(text: string, details: Details = {}): DenialHint | undefined {
  const message = details.error ?? details.message ?? (isMessage(text) ? text : undefined)
  const words = message === text ? [] : text.split(/[\s,]+/).filter((word) => word !== '')
  const arns = words.filter((word) => word.startsWith('arn:'))
  const isCaller = (arn: string): boolean => /:(iam|sts)::\d{12}:(role|user|assumed-role)\//.test(arn)
  const action = details.action ?? words.find((word) => /^[a-z][a-z0-9-]+:[A-Z][A-Za-z0-9]+$/.test(word))
  const plain = words.filter((word) => !word.startsWith('arn:') && !/^[a-z][a-z0-9-]+:[A-Z*]/.test(word))
  const principal = details.principal ?? arns.find(isCaller) ?? (plain.length === 1 ? plain[0] : undefined)
  const resource = details.resource ?? arns.find((arn) => arn !== principal)
  if (message === undefined && action === undefined && resource === undefined) return undefined
  if (message === undefined && action === undefined && principal !== undefined && resource === undefined)
    return undefined
  return {
    ...(principal !== undefined && { principal }),
    ...(action !== undefined && { action }),
    ...(resource !== undefined && { resource }),
    ...(message !== undefined && { message }),
  }
}

function isMessage(text: string): boolean {
  const said = readDeniedMessage(text)
  return (
    (isDenial(text) && /\s/.test(text)) || said.encoded !== undefined || (said.code !== undefined && /\s/.test(text))
  )
}

/** A refusal as a target, with names resolved to ARNs where the account knows them. */
async function toDenial(hint: DenialHint, aws: AwsReader): Promise<Denial> {
  const said = readDeniedMessage(hint.message ?? '')
  const caller = hint.principal ?? said.caller
  const principal = caller === undefined ? undefined : await arnOf(caller, aws)
  const action = hint.action ?? said.action
  const resource = hint.resource ?? said.resource
  return denial(placeOf(aws), {
    ...(principal !== undefined && { principal }),
    ...(said.caller !== undefined && { caller: said.caller }),
    ...(action !== undefined && { action }),
    ...(resource !== undefined && { resource }),
    ...(hint.message !== undefined && { message: hint.message }),
    source: hint.message === undefined ? 'asked' : 'pasted',
  })
}

async function arnOf(caller: string, aws: AwsReader): Promise<string | undefined> {
  if (caller.startsWith('arn:')) return asRole(caller)
  const known = await findPrincipal(caller, aws)
  if (known !== undefined) return known
  return await aws
    .client(LambdaClient)
    .send(new GetFunctionConfigurationCommand({ FunctionName: caller }))
    .then((answer) => answer.Role)
    .catch(() => undefined)
}

/** A pasted refusal, or the question whether somebody may do something. */
export const denialLookup = {
  id: 'iam.denial',
  actions: ['iam:GetRole', 'iam:GetUser', 'lambda:GetFunctionConfiguration'],
  resource: () => '*',
  fits: (_text: string, symptom: Symptom): boolean => symptom === 'denied',
  round: () => 1,
  async find(text: string, aws: AwsReader, _symptom: Symptom, details?: Details): Promise<LookupResult> {
    const hint = denialHint(text, details)
    if (hint === undefined) return { exact: [], others: [] }
    const target = await toDenial(hint, aws)
    // A function of the name is looked at beside it: it is the same question.
    return { exact: [{ target, label: target.name, hint: text }], others: [], isGroup: true }
  },
} satisfies Lookup
