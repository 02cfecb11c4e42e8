import { GetFunctionRecursionConfigCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { total } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'
import { unqualifiedArn } from './concurrency.ts'
import { functionLink } from './configuration.ts'
import { functionMetrics } from './metrics.ts'

/**
 * What Lambda does on finding a loop through the function: `Terminate`, its default, or `Allow`.
 * Null where it stopped nothing in the window; then nothing is read.
 */
export const recursionConfig = defineProbe<string | null, LambdaFunction>({
  id: 'lambda.recursion',
  actions: ['lambda:GetFunctionRecursionConfig'],
  uses: [functionMetrics],
  key: (target) => target.arn,
  resource: unqualifiedArn,
  async fetch(target, at) {
    const { recursiveInvocationsDropped } = await at.read(functionMetrics, target)
    if (total(recursiveInvocationsDropped) === 0) return null
    const response = await at.aws
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
