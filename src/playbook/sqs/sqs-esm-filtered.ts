import { total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { mappingMetrics } from '../../evidence/sqs/mapping-metrics.ts'
import { defineCause } from '../cause.ts'
import { backlogFacts } from './backlog-facts.ts'
import { consumptionNeeds, consumptionOf, minutesOf } from './consumption.ts'
import { count } from './words.ts'

export const sqsEsmFiltered = defineCause({
  id: 'sqs-esm-filtered',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'The mapping’s filter matches none of the messages, and Lambda deletes what does not match.',
  fix: ({ queue, function: fn }) => ({
    now: 'Take the filter away or mend it at once: every message that does not match is deleted for good.',
    proper:
      'Write the filter for what the body is: `{"body": {"field": ["value"]}}` for JSON bodies, `{"body": ["text"]}` for plain text.',
    prevent: `Switch on the mapping’s EventCount metrics and alarm on FilteredOutEventCount of ${queue.name} → ${fn.name}; filter at the sender where messages must be kept.`,
    iac: '`FilterCriteria: { Filters: [{ Pattern: … }] }` and `MetricsConfig: { Metrics: [EventCount] }` on the mapping.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html',
  known: 'confirmed',
  needs: { ...consumptionNeeds, counted: optional(mappingMetrics) },
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const seen = consumptionOf(evidence, at)
    const { mapping, backlog, invocations } = seen
    if (mapping === undefined || mapping.filters.length === 0) return { clear: 'The mapping has no filter.' }
    const counted = valueIfRead(evidence.counted) ?? undefined
    const filteredOut = counted === undefined ? undefined : total(counted.filteredOut)
    const polled = counted === undefined ? undefined : total(counted.polled)
    const filterFact = at.fact('mappings', 'Filter', mapping.filters.join(' or ').slice(0, 300))
    if (mapping.filterError !== undefined)
      return {
        strength: 'likely',
        summary: `Lambda cannot use the filter of the mapping from ${queue.name} to ${fn.name}: ${mapping.filterError}.`,
        facts: [filterFact, at.fact('mappings', 'Error of the filter', mapping.filterError), ...backlogFacts(at, seen)],
      }
    const deleted = backlog.deleted ?? 0
    const allCounted = polled !== undefined && polled > 0 && (filteredOut ?? 0) >= polled
    const nothingInvoked =
      invocations === 0 &&
      deleted > 0 &&
      seen.function !== undefined &&
      mapping.state === 'Enabled' &&
      (backlog.received ?? 0) > 0
    if (filteredOut !== undefined && filteredOut > 0 && !allCounted)
      return {
        clear: `The filter left out ${filteredOut} of ${count(polled ?? 0, 'message')} and let the others through.`,
      }
    if (!allCounted && !nothingInvoked)
      return invocations === undefined
        ? { inconclusive: `The metrics of ${fn.name} could not be read.` }
        : { clear: `The filter lets messages through: ${fn.name} is called.` }
    return {
      strength: allCounted ? 'proven' : 'likely',
      standsAlone: true,
      times: minutesOf(allCounted ? counted?.filteredOut : seen.queue?.deleted),
      summary: `The filter of the mapping from ${queue.name} to ${fn.name} matched none of ${count(allCounted ? (polled ?? 0) : deleted, 'message')}: Lambda deleted them without calling the function.`,
      facts: [
        filterFact,
        ...(allCounted
          ? [
              at.fact(
                'counted',
                'Filtered out',
                `${filteredOut} of ${polled} polled`,
                undefined,
                'FilteredOutEventCount',
              ),
            ]
          : []),
        at.fact('queueMetrics', 'Messages deleted', String(deleted), undefined, 'NumberOfMessagesDeleted'),
        at.fact('functionMetrics', 'Invocations', String(invocations ?? 0), undefined, 'Invocations'),
        ...backlogFacts(at, seen),
      ],
      fix: {
        cli: `aws lambda update-event-source-mapping --uuid ${mapping.uuid} --filter-criteria '{}' --region ${fn.region}`,
      },
    }
  },
})
