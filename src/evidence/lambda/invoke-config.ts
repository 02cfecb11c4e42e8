import { GetFunctionEventInvokeConfigCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { total } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'
import { functionLink, qualifierOption } from './configuration.ts'
import { functionMetrics } from './metrics.ts'

export interface InvokeConfig {
  readonly maximumRetryAttempts: number
  readonly maximumEventAgeSeconds: number
  readonly onFailureArn?: string
  readonly onSuccessArn?: string
}

/**
 * How asynchronous calls are retried; AWS's own defaults (2 retries, 6 hours) where nothing is configured.
 * Null where no asynchronous event was lost in the window; then nothing is read.
 */
export const invokeConfig = defineProbe<InvokeConfig | null, LambdaFunction>({
  id: 'lambda.invoke-config',
  actions: ['lambda:GetFunctionEventInvokeConfig'],
  uses: [functionMetrics],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const { asyncEventsDropped, deadLetterErrors, destinationDeliveryFailures } = await at.read(functionMetrics, target)
    if (total(asyncEventsDropped) + total(deadLetterErrors) + total(destinationDeliveryFailures) === 0) return null
    try {
      const response = await at.aws.client(LambdaClient, target.region).send(
        new GetFunctionEventInvokeConfigCommand({
          FunctionName: target.id,
          ...(target.qualifier !== undefined && { Qualifier: target.qualifier }),
        }),
      )
      const { OnFailure: onFailure, OnSuccess: onSuccess } = response.DestinationConfig ?? {}
      return {
        maximumRetryAttempts: response.MaximumRetryAttempts ?? 2,
        maximumEventAgeSeconds: response.MaximumEventAgeInSeconds ?? 21_600,
        ...(onFailure?.Destination !== undefined && { onFailureArn: onFailure.Destination }),
        ...(onSuccess?.Destination !== undefined && { onSuccessArn: onSuccess.Destination }),
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException')
        return { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 }
      throw error
    }
  },
  cite: (target) => ({
    source: `lambda:GetFunctionEventInvokeConfig FunctionName=${target.id}`,
    account: target.account,
    region: target.region,
    link: functionLink(target, 'configure'),
    cli: `aws lambda get-function-event-invoke-config --function-name ${shellWord(target.id)}${qualifierOption(target)} --region ${target.region}`,
  }),
})
