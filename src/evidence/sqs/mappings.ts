import {
  type EventSourceMappingConfiguration,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda'
import type { Queue } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'

/** Lambda's poller between a queue and a function. */
export interface QueueMapping {
  readonly uuid: string
  /** Qualified when the mapping names an alias or version. */
  readonly functionArn: string
  /** `Enabled`, `Disabled`, `Disabling`, `Creating`, … */
  readonly state: string
  readonly stateReason?: string
  readonly lastProcessingResult?: string
  readonly batchSize: number
  readonly batchWindowSeconds: number
  /** The function answers with the messages that failed. */
  readonly reportsItemFailures: boolean
  readonly maximumConcurrency?: number
  readonly isProvisioned: boolean
  /** Filter patterns as JSON. */
  readonly filters: readonly string[]
  readonly filterError?: string
  /** It counts events, so that filtered ones can be seen. */
  readonly countsEvents: boolean
  /** Epoch milliseconds. */
  readonly lastModifiedAt?: number
}

export interface QueueMappings {
  readonly mappings: readonly QueueMapping[]
  /** False when there are more than were read. */
  readonly complete: boolean
}

/** The functions that Lambda polls a queue for, in this account. */
export const queueMappings = defineProbe<QueueMappings, Queue>({
  id: 'sqs.mappings',
  actions: ['lambda:ListEventSourceMappings'],
  key: (target) => target.arn,
  resource: () => '*',
  async fetch(target, { aws }) {
    const response = await aws
      .client(LambdaClient, target.region)
      .send(new ListEventSourceMappingsCommand({ EventSourceArn: target.arn, MaxItems: 100 }))
    const mappings = (response.EventSourceMappings ?? [])
      .filter((each) => each.EventSourceArn === undefined || each.EventSourceArn === target.arn)
      .map(mappingOf)
    return { mappings, complete: response.NextMarker === undefined || response.NextMarker === '' }
  },
  cite: (target) => ({
    source: `lambda:ListEventSourceMappings EventSourceArn=${target.arn}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'lambda', '/event-source-mappings'),
    cli: `aws lambda list-event-source-mappings --event-source-arn ${shellWord(target.arn)} --region ${target.region}`,
  }),
})

function mappingOf(each: EventSourceMappingConfiguration): QueueMapping {
  const filters = (each.FilterCriteria?.Filters ?? []).flatMap((filter) => filter.Pattern ?? [])
  const filterError = each.FilterCriteriaError?.Message ?? each.FilterCriteriaError?.ErrorCode
  return {
    uuid: each.UUID ?? '',
    functionArn: each.FunctionArn ?? '',
    state: each.State ?? '',
    batchSize: each.BatchSize ?? 10,
    batchWindowSeconds: each.MaximumBatchingWindowInSeconds ?? 0,
    reportsItemFailures: each.FunctionResponseTypes?.includes('ReportBatchItemFailures') === true,
    isProvisioned:
      each.ProvisionedPollerConfig?.MaximumPollers !== undefined ||
      each.ProvisionedPollerConfig?.MinimumPollers !== undefined,
    filters,
    countsEvents: each.MetricsConfig?.Metrics?.includes('EventCount') === true,
    ...(each.StateTransitionReason !== undefined && { stateReason: each.StateTransitionReason }),
    ...(each.LastProcessingResult !== undefined && { lastProcessingResult: each.LastProcessingResult }),
    ...(each.ScalingConfig?.MaximumConcurrency !== undefined && {
      maximumConcurrency: each.ScalingConfig.MaximumConcurrency,
    }),
    ...(filterError !== undefined && { filterError }),
    ...(each.LastModified !== undefined && { lastModifiedAt: each.LastModified.getTime() }),
  }
}
