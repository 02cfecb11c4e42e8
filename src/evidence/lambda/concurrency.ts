import { GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { functionLink } from './configuration.ts'

/** The executions reserved for a function; null when it shares the account's pool. Zero means that it cannot run at all. */
export const reservedConcurrency = defineProbe<number | null, LambdaFunction>({
  id: 'lambda.concurrency',
  actions: ['lambda:GetFunctionConcurrency'],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: unqualifiedArn,
  async fetch(target, { aws }) {
    const response = await aws
      .client(LambdaClient, target.region)
      .send(new GetFunctionConcurrencyCommand({ FunctionName: target.id }))
    return response.ReservedConcurrentExecutions ?? null
  },
  cite: (target) => ({
    source: `lambda:GetFunctionConcurrency FunctionName=${target.id}`,
    account: target.account,
    region: target.region,
    link: functionLink(target, 'configure'),
    cli: `aws lambda get-function-concurrency --function-name ${shellWord(target.id)} --region ${target.region}`,
  }),
})

/** The function's ARN without alias or version: what whole-function actions are asked for. */
export function unqualifiedArn(target: LambdaFunction): string {
  return `arn:${target.partition}:lambda:${target.region}:${target.account}:function:${target.id}`
}
