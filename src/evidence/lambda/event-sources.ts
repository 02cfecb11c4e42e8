import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { unqualifiedArn } from './concurrency.ts'
import { functionLink } from './configuration.ts'

/** A queue or stream that Lambda polls for the function. */
export interface EventSource {
  readonly uuid: string
  /** Absent for self-managed sources. */
  readonly sourceArn?: string
  readonly state: string
  readonly batchSize?: number
  readonly maximumConcurrency?: number
  readonly lastProcessingResult?: string
}

/** The event source mappings of a function, the first hundred. */
export const functionEventSources = defineProbe<readonly EventSource[], LambdaFunction>({
  id: 'lambda.event-sources',
  actions: ['lambda:ListEventSourceMappings'],
  key: (target) => target.arn,
  resource: () => '*',
  async fetch(target, { aws }) {
    const response = await aws
      .client(LambdaClient, target.region)
      .send(
        new ListEventSourceMappingsCommand({ FunctionName: target.qualifier === undefined ? target.id : target.arn }),
      )
    return (response.EventSourceMappings ?? []).map((each) => ({
      uuid: each.UUID ?? '',
      state: each.State ?? '',
      ...(each.EventSourceArn !== undefined && { sourceArn: each.EventSourceArn }),
      ...(each.BatchSize !== undefined && { batchSize: each.BatchSize }),
      ...(each.ScalingConfig?.MaximumConcurrency !== undefined && {
        maximumConcurrency: each.ScalingConfig.MaximumConcurrency,
      }),
      ...(each.LastProcessingResult !== undefined && { lastProcessingResult: each.LastProcessingResult }),
    }))
  },
  cite: (target) => ({
    source: `lambda:ListEventSourceMappings FunctionName=${target.id}`,
    account: target.account,
    region: target.region,
    link: functionLink(target, 'configure'),
    cli: `aws lambda list-event-source-mappings --function-name ${shellWord(unqualifiedArn(target))} --region ${target.region}`,
  }),
})
