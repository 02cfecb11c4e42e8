import type { Fact, Facts } from '../fact.ts'
import type { Consumption } from './consumption.ts'
import { clock, count, span } from './words.ts'

interface Teller {
  fact(
    need: 'attributes' | 'queueMetrics' | 'functionMetrics' | 'mappings',
    label: string,
    value: string,
    at?: number,
    aspect?: string,
  ): Fact
}

/** How much waits, for how long, and what became of it, as facts. */
export function backlogFacts(at: Teller, { attributes, backlog }: Consumption): Facts {
  const { visible, notVisible } = attributes
  const age = backlog.ageSeconds ?? backlog.highestAgeSeconds
  return [
    at.fact(
      'attributes',
      'Messages',
      `${visible.toLocaleString('en-GB')} visible, ${notVisible.toLocaleString('en-GB')} in flight`,
    ),
    ...(age === undefined
      ? []
      : [at.fact('queueMetrics', 'Oldest message waits', span(age), undefined, 'ApproximateAgeOfOldestMessage')]),
    ...(backlog.received === undefined
      ? []
      : [
          at.fact(
            'queueMetrics',
            'Received and deleted',
            `${count(backlog.received, 'receive')}, ${count(backlog.deleted ?? 0, 'delete')}`,
            undefined,
            'NumberOfMessagesReceived',
          ),
        ]),
  ]
}

/** What the consumer's metrics count, as facts. */
export function consumerFacts(at: Teller, { invocations, errors, throttles, function: series }: Consumption): Fact[] {
  if (invocations === undefined) return []
  const firstError = series?.errors.points.find((point) => point.value > 0)?.at
  const firstThrottle = series?.throttles.points.find((point) => point.value > 0)?.at
  return [
    at.fact('functionMetrics', 'Invocations', count(invocations, 'invocation'), undefined, 'Invocations'),
    ...(errors !== undefined && errors > 0
      ? [
          at.fact(
            'functionMetrics',
            'Failed invocations',
            `${count(errors, 'error')}${firstError === undefined ? '' : ` since ${clock(firstError)}`}`,
            firstError,
            'Errors',
          ),
        ]
      : []),
    ...(throttles !== undefined && throttles > 0
      ? [
          at.fact(
            'functionMetrics',
            'Refused for want of concurrency',
            count(throttles, 'throttle'),
            firstThrottle,
            'Throttles',
          ),
        ]
      : []),
  ]
}
