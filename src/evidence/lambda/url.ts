import { GetFunctionUrlConfigCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { total } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'
import { functionLink, qualifierOption } from './configuration.ts'
import { functionUrlMetrics } from './url-metrics.ts'

/**
 * A function's URL with who may call it: `NONE` means anyone whom the resource policy allows, `AWS_IAM` signed callers.
 * Null when there is none or nobody called it in the window; then nothing is read.
 */
export const functionUrl = defineProbe<{ readonly url: string; readonly authType: string } | null, LambdaFunction>({
  id: 'lambda.url',
  actions: ['lambda:GetFunctionUrlConfig'],
  uses: [functionUrlMetrics],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const called = await at.read(functionUrlMetrics, target)
    if (total(called.requests) === 0 && total(called.clientErrors) === 0) return null
    const isAlias = target.qualifier !== undefined && !/^\d+$/.test(target.qualifier)
    try {
      const response = await at.aws
        .client(LambdaClient, target.region)
        .send(
          new GetFunctionUrlConfigCommand({ FunctionName: target.id, ...(isAlias && { Qualifier: target.qualifier }) }),
        )
      return { url: response.FunctionUrl ?? '', authType: response.AuthType ?? '' }
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return null
      throw error
    }
  },
  cite: (target) => ({
    source: `lambda:GetFunctionUrlConfig FunctionName=${target.id}`,
    account: target.account,
    region: target.region,
    link: functionLink(target, 'configure'),
    cli: `aws lambda get-function-url-config --function-name ${shellWord(target.id)}${qualifierOption(target)} --region ${target.region}`,
  }),
})
