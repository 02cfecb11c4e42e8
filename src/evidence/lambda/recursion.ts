import { GetFunctionRecursionConfigCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { unqualifiedArn } from './concurrency.ts'
import { functionLink } from './configuration.ts'

/** What Lambda does on finding a loop through the function: `Terminate`, its default, or `Allow`. */
export const recursionConfig = defineProbe<string, LambdaFunction>({
  id: 'lambda.recursion',
  actions: ['lambda:GetFunctionRecursionConfig'],
  key: unqualifiedArn,
  resource: unqualifiedArn,
  async fetch(target, { aws }) {
    const response = await aws
      .client(LambdaClient, target.region)
      .send(new GetFunctionRecursionConfigCommand({ FunctionName: target.id }))
    return response.RecursiveLoop ?? 'Terminate'
  },
  cite: (target) => ({
    source: `lambda:GetFunctionRecursionConfig FunctionName=${target.id}`,
    account: target.account,
    region: target.region,
    link: functionLink(target, 'configure'),
    cli: `aws lambda get-function-recursion-config --function-name ${shellWord(target.id)} --region ${target.region}`,
  }),
})
