import { shellWord } from '../../evidence/cloudwatch/metrics.ts'
import { principalName } from '../../evidence/iam/principal.ts'
import type { Denial } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import type { DenialReading } from './reading.ts'

/** `orders (role)`, or what is known of the caller. */
export function whoOf({ principal, said }: DenialReading, target: Denial): string {
  const named = principalName(principal)
  return named === undefined
    ? (said.caller ?? target.caller ?? target.principal ?? 'The caller')
    : `${named.kind} ${named.name}`
}

/** AWS's words on one line, without the encoded part that nobody can read, cut after a word. */
export function shownWords(text: string, most: number): string {
  const plain = text
    .replace(/(encoded authorization failure message:?\s*)[\w\-+/=]{20,}/i, '$1(see “Decoded”)')
    .replaceAll(/\s+/g, ' ')
  if (plain.length <= most) return plain
  return `${plain
    .slice(0, most)
    .toWellFormed()
    .replace(/\s\S*$/, '')} …`
}

/** `dynamodb:PutItem on arn:…` */
export function whatOf({ action, resource }: DenialReading): string {
  return `${action ?? 'the call'}${resource === undefined ? '' : ` on ${resource}`}`
}

/** The smallest statement that allows exactly what was refused. */
export function statementFor({ action, resource }: DenialReading): Record<string, unknown> {
  return {
    Effect: 'Allow',
    Action: action ?? 'SERVICE:ACTION',
    Resource: resource ?? 'RESOURCE_ARN',
    ...(action?.toLowerCase() === 'iam:passrole' && {
      Condition: { StringEquals: { 'iam:PassedToService': 'SERVICE.amazonaws.com' } },
    }),
  }
}

/** Puts the statement into the caller's own policies. */
export function grantIdentity(reading: DenialReading): Fix {
  const named = principalName(reading.principal)
  const statement = statementFor(reading)
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const policy = `allow-${(reading.action ?? 'action').replaceAll(/[^\w]+/g, '-').toLowerCase()}`
  const isSso = named?.name.startsWith('AWSReservedSSO_') === true
  return {
    now: isSso
      ? `Add the statement to the permission set behind ${named?.name}; the role itself cannot be changed.`
      : `Allow ${named === undefined ? 'the caller' : `${named.kind} ${named.name}`} exactly ${whatOf(reading)}.`,
    proper: 'Put the same statement into the template that makes the policy, so that the next deployment keeps it.',
    ...(named !== undefined &&
      !isSso && {
        cli: `aws iam put-${named.kind}-policy --${named.kind}-name ${shellWord(named.name)} --policy-name ${policy} --policy-document ${shellWord(document)}`,
      }),
    iac: JSON.stringify(statement),
  }
}

/** Puts the statement into the resource's policy. */
export function grantOnResource(reading: DenialReading, where: string): Fix {
  const statement = { ...statementFor(reading), Principal: { AWS: reading.principal ?? 'PRINCIPAL_ARN' } }
  return {
    now: `Allow ${reading.principal ?? 'the caller'} in ${where}.`,
    proper: 'Both sides must allow a call between accounts: the caller’s own policy and the resource’s.',
    iac: JSON.stringify(statement),
  }
}
