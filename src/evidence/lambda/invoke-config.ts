import { GetFunctionEventInvokeConfigCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { functionLink, qualifierOption } from './configuration.ts'

export interface InvokeConfig {
  readonly maximumRetryAttempts: number
  readonly maximumEventAgeSeconds: number
  readonly onFailureArn?: string
  readonly onSuccessArn?: string
}

/** How asynchronous calls are retried; AWS's own defaults (2 retries, 6 hours) where nothing is configured. */
export const invokeConfig = defineProbe<InvokeConfig, LambdaFunction>({
  id: 'lambda.invoke-config',
  actions: ['lambda:GetFunctionEventInvokeConfig'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    try {
      const response = await aws.client(LambdaClient, target.region).send(
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
