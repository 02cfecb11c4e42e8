import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda'
import type { AwsReader } from '../../aws/reader.ts'
import type { AccountRegion } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { type PolicyStatement, statementsOf } from '../lambda/policy.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { citeCheck, focusKey, focusOf, isNamed } from './focus.ts'

/** A statement that lets everybody in. */
export interface OpenStatement {
  readonly sid: string
  readonly actions: readonly string[]
  /** It holds for a function URL without sign-in only. */
  readonly isUrl: boolean
  /** For such a statement: whether that URL was seen to be there; undefined where it could not be read. */
  readonly hasOpenUrl?: boolean
}

/** One function by what it shows. Values of its environment never leave the probe. */
export interface FunctionSecurity {
  readonly name: string
  readonly arn: string
  /** Names of environment variables that look like secrets held in plain sight. */
  readonly secretNames: readonly string[]
  /** Statements that let anyone call it; undefined where its policy was not read. */
  readonly openTo?: readonly OpenStatement[]
}

export interface FunctionsSecurity {
  readonly functions: readonly FunctionSecurity[]
  /** Functions whose policies were not read, to keep the answer small. */
  readonly unreadPolicies: number
}

/** Of a whole account; the one asked about is always read. */
const mostPolicies = 2
const secretName =
  /(secret|passw(or)?d|passwd|api_?key|private_?key|access_?key|auth_?token|credential|_token$|^token$)/i
/** Names that point at a secret instead of holding it. */
const pointer = /(arn|_?name|_?path|_?id|_?url|_?uri|parameter|_?ref|_?ttl|_?file|_?table|_?prefix)$/i
const conditionThatBinds =
  /aws:(SourceAccount|SourceArn|PrincipalOrgID|PrincipalAccount|PrincipalArn|SourceIp|SourceVpce?|SourceOrg\w*)/i

/** The function asked about, else the account's first fifty with the policies of the two whose names sound most public. */
export const functionsSecurity = defineProbe<FunctionsSecurity, AccountRegion>({
  id: 'security.functions',
  actions: [
    'lambda:ListFunctions',
    'lambda:GetFunctionConfiguration',
    'lambda:GetPolicy',
    'lambda:GetFunctionUrlConfig',
  ],
  key: focusKey,
  resource: (target) => focusOf(target)?.arn ?? '*',
  async fetch(target, at) {
    const focus = focusOf(target)
    if (focus !== undefined && focus.service !== 'lambda') return { functions: [], unreadPolicies: 0 }
    const client = at.aws.client(LambdaClient, target.region)
    const listed: readonly FunctionConfiguration[] =
      focus === undefined
        ? ((await client.send(new ListFunctionsCommand({ MaxItems: 50 }))).Functions ?? [])
        : [await client.send(new GetFunctionConfigurationCommand({ FunctionName: focus.id }))]
    const suspicious = /public|webhook|url|api|web|hook|auth/i
    const sorted = [...listed].sort(
      (a, b) =>
        Number(suspicious.test(b.FunctionName ?? '')) - Number(suspicious.test(a.FunctionName ?? '')) ||
        ((a.FunctionName ?? '') < (b.FunctionName ?? '') ? -1 : 1),
    )
    const functions = await Promise.all(
      sorted.map(async (each, index): Promise<FunctionSecurity> => {
        const name = each.FunctionName ?? focus?.id ?? ''
        const openTo = index < mostPolicies ? await openStatements(name, target, at) : undefined
        return {
          name,
          arn: each.FunctionArn ?? '',
          secretNames: Object.keys(each.Environment?.Variables ?? {}).filter(
            (key) => secretName.test(key) && !pointer.test(key),
          ),
          ...(openTo !== undefined && { openTo }),
        }
      }),
    )
    return { functions, unreadPolicies: Math.max(0, sorted.length - mostPolicies) }
  },
  cite: (target, _, aspect = '') => {
    const [name, what] = aspect.split(' ')
    if (name === undefined || name === '')
      return citeCheck(target, 'lambda:ListFunctions', 'lambda list-functions', 'lambda', '/functions')
    return what === 'policy'
      ? citeCheck(
          target,
          `lambda:GetPolicy FunctionName=${name}`,
          `lambda get-policy --function-name ${shellWord(name)}`,
          'lambda',
          `/functions/${name}?tab=permissions`,
        )
      : citeCheck(
          target,
          `lambda:GetFunctionConfiguration FunctionName=${name}`,
          `lambda get-function-configuration --function-name ${shellWord(name)} --query 'keys(Environment.Variables)'`,
          'lambda',
          `/functions/${name}?tab=configure`,
        )
  },
})

async function openStatements(
  name: string,
  target: AccountRegion,
  { aws, missed }: ReadContext,
): Promise<FunctionSecurity['openTo']> {
  try {
    const { Policy: policy = '{}' } = await aws
      .client(LambdaClient, target.region)
      .send(new GetPolicyCommand({ FunctionName: name }))
    const open = statementsOf(policy)
      .filter(isOpen)
      .map(({ sid = 'statement without a Sid', actions, conditions }) => ({
        sid,
        actions,
        isUrl: Object.values(conditions).some((keys) =>
          Object.entries(keys).some(
            ([key, values]) => /FunctionUrlAuthType|InvokedViaFunctionUrl/i.test(key) && !values.includes('AWS_IAM'),
          ),
        ),
      }))
    if (!open.some((each) => each.isUrl)) return open
    const hasOpenUrl = await isUrlOpen(name, target, aws, missed)
    return open
      .map((each) => (each.isUrl && hasOpenUrl !== undefined ? { ...each, hasOpenUrl } : each))
      .filter((each) => !each.isUrl || hasOpenUrl !== false)
  } catch (error) {
    if (isNamed(error, /ResourceNotFound/)) return []
    return void missed(error, { action: 'lambda:GetPolicy', resource: arnOf(name, target) })
  }
}

/** Whether the function has a URL that asks for no sign-in; a statement left over from one that is gone opens nothing. */
async function isUrlOpen(
  name: string,
  target: AccountRegion,
  aws: AwsReader,
  missed: ReadContext['missed'],
): Promise<boolean | undefined> {
  try {
    const url = await aws
      .client(LambdaClient, target.region)
      .send(new GetFunctionUrlConfigCommand({ FunctionName: name }))
    return url.AuthType === 'NONE'
  } catch (error) {
    if (isNamed(error, /ResourceNotFound/)) return false
    return void missed(error, { action: 'lambda:GetFunctionUrlConfig', resource: arnOf(name, target) })
  }
}

function arnOf(name: string, { partition, region, account }: AccountRegion): string {
  return `arn:${partition}:lambda:${region}:${account}:function:${name}`
}

/** Whether a statement lets everybody in: every principal, and no condition that ties it to an account, network or source. */
export function isOpen({ effect, principals, conditions }: PolicyStatement): boolean {
  if (effect !== 'Allow' || !principals.includes('*')) return false
  return !Object.values(conditions).some((keys) => Object.keys(keys).some((key) => conditionThatBinds.test(key)))
}
