import type { Queue, QueueToFunction } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'
import { queueMappings } from './mappings.ts'

/** What a mapping counts by itself once EventCount metrics are switched on. */
export interface MappingMetrics {
  readonly polled: Series
  readonly filteredOut: Series
  readonly invoked: Series
  readonly dropped: Series
}

const wanted = {
  polled: 'PolledEventCount',
  filteredOut: 'FilteredOutEventCount',
  invoked: 'InvokedEventCount',
  dropped: 'DroppedEventCount',
} as const

/** Reads the mapping's own metrics; null when it does not count events. */
export const mappingMetrics = defineProbe<MappingMetrics | null, QueueToFunction>({
  id: 'sqs.mapping-metrics',
  actions: ['cloudwatch:GetMetricData'],
  uses: [queueMappings],
  key: (target) => target.arn,
  resource: () => '*',
  async fetch(target, at) {
    const { mappings } = await at.read(queueMappings, target.queue)
    const mapping = mappings.find((each) => each.functionArn === target.function.arn && each.countsEvents)
    if (mapping === undefined) return null
    return readMetrics(at, {
      polled: query(mapping.uuid, wanted.polled),
      filteredOut: query(mapping.uuid, wanted.filteredOut),
      invoked: query(mapping.uuid, wanted.invoked),
      dropped: query(mapping.uuid, wanted.dropped),
    })
  },
  cite: (target, window, aspect = wanted.filteredOut) =>
    citeMetric(target, query(uuidWord(target.queue), aspect), window),
})

function query(uuid: string, metric: string): MetricQuery {
  return { namespace: 'AWS/Lambda', metric, stat: 'Sum', dimensions: { EventSourceMappingUUID: uuid } }
}

function uuidWord(queue: Queue): string {
  return `UUID of the mapping of ${queue.name}`
}
