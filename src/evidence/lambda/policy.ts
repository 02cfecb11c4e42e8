import { GetPolicyCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import { functionLink, qualifierOption } from './configuration.ts'

/** One statement of a function's resource policy. */
export interface PolicyStatement {
  readonly sid?: string
  readonly effect: string
  /** `*`, a service such as `apigateway.amazonaws.com`, an account or an ARN. */
  readonly principals: readonly string[]
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** Operator → key → values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

/** Who may call the function through its qualifier; each qualifier has a policy of its own. Null when there is none. */
export const functionPolicy = defineProbe<{ readonly statements: readonly PolicyStatement[] } | null, LambdaFunction>({
  id: 'lambda.policy',
  actions: ['lambda:GetPolicy'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    try {
      const response = await aws.client(LambdaClient, target.region).send(
        new GetPolicyCommand({
          FunctionName: target.id,
          ...(target.qualifier !== undefined && { Qualifier: target.qualifier }),
        }),
      )
      if (response.Policy === undefined)
        throw new EvidenceMissing({ status: 'failed', error: 'Lambda answered without the policy itself.' })
      return { statements: statementsOf(response.Policy) }
    } catch (error) {
      // The same code says that there is no policy and that there is no function, which would make everything else wrong.
      const isWithoutPolicy = error instanceof Error && error.name === 'ResourceNotFoundException'
      if (isWithoutPolicy && !/^(Function|Alias) not found|^Cannot find alias/i.test(error.message)) return null
      throw error
    }
  },
  cite: (target) => ({
    source: `lambda:GetPolicy FunctionName=${target.id}${target.qualifier === undefined ? '' : ` Qualifier=${target.qualifier}`}`,
    account: target.account,
    region: target.region,
    link: functionLink(target, 'configure'),
    cli: `aws lambda get-policy --function-name ${shellWord(target.id)}${qualifierOption(target)} --region ${target.region}`,
  }),
})

/** Reads a policy document, in which every list may be a single value. */
export function statementsOf(document: string): PolicyStatement[] {
  const parsed = JSON.parse(document) as { Statement?: unknown }
  return list(parsed.Statement).flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null) return []
    const statement = entry as Record<string, unknown>
    const { Principal: principal, Condition: condition } = statement
    return [
      {
        ...(typeof statement.Sid === 'string' && { sid: statement.Sid }),
        effect: String(statement.Effect ?? 'Allow'),
        principals:
          typeof principal === 'object' && principal !== null
            ? Object.values(principal).flatMap(strings)
            : strings(principal),
        actions: strings(statement.Action),
        resources: strings(statement.Resource),
        conditions: Object.fromEntries(
          Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>).map(([operator, keys]) => [
            operator,
            Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, strings(values)])),
          ]),
        ),
      },
    ]
  })
}

function list(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

function strings(value: unknown): string[] {
  return list(value).map(String)
}
