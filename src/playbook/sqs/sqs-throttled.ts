import { highest } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { reservedConcurrency } from '../../evidence/lambda/concurrency.ts'
import { from, optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { backlogFacts, consumerFacts } from './backlog-facts.ts'
import { consumerOf, consumptionNeeds, consumptionOf, minutesOf } from './consumption.ts'
import { count, percent } from './words.ts'

/** Lambda's pollers probe for room: a few refusals come with every scaling queue and cost nothing. */
const smallShare = 0.05

export const sqsThrottled = defineCause({
  id: 'sqs-throttled',
  target: 'queue-to-function',
  symptoms: ['stuck', 'throttled'],
  cause: 'The function is refused concurrency, so batches go back to the queue and wait out their visibility timeout.',
  fix: ({ function: fn }) => ({
    proper:
      'Set the mapping’s MaximumConcurrency at or below the reserved concurrency, so that the poller never asks for more than there is.',
    prevent: 'Reserve at least the sum of MaximumConcurrency of all queues that feed the function.',
    iac: `SAM: \`ScalingConfig: { MaximumConcurrency: n }\` on the event and \`ReservedConcurrentExecutions\` on ${fn.name}; CDK: \`new SqsEventSource(queue, { maxConcurrency: n })\`; Terraform: \`scaling_config { maximum_concurrency = n }\`.`,
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
  known: 'confirmed',
  leadsTo: [
    'sqs-dlq-growing',
    'sqs-visibility-too-short',
    'sqs-no-dlq',
    'sqs-retention-expired',
    // The same reservation, seen from the function.
    'lambda-throttle-esm',
    'lambda-throttle-reserved',
    'lambda-throttle-reserved-zero',
  ],
  needs: { ...consumptionNeeds, reserved: optional(from(reservedConcurrency, consumerOf)) },
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const seen = consumptionOf(evidence, at)
    const { throttles, invocations } = seen
    const reserved = valueIfRead(evidence.reserved)
    if (throttles === undefined || invocations === undefined)
      return { inconclusive: `The metrics of ${fn.name} could not be read.` }
    if (throttles === 0) return { clear: `${fn.name} was not throttled.` }
    const share = throttles / (throttles + invocations)
    if (share < smallShare && throttles < 100)
      return {
        clear: `${count(throttles, 'throttle')} of ${fn.name} beside ${count(invocations, 'invocation')}: what a poller costs that scales.`,
      }
    const wanted = Math.ceil(((reserved ?? 0) * (throttles + invocations)) / Math.max(1, invocations))
    const used = seen.function === undefined ? undefined : highest(seen.function.concurrentExecutions)
    const room =
      reserved === undefined
        ? ''
        : reserved === null
          ? ', which has no reserved concurrency'
          : `, whose reserved concurrency is ${reserved}`
    return {
      strength: share >= 0.2 || (typeof reserved === 'number' && share >= smallShare) ? 'proven' : 'likely',
      times: minutesOf(seen.function?.throttles),
      summary: `Lambda refused ${percent(share)} of the calls from ${queue.name} to ${fn.name}${room}: ${count(throttles, 'throttle')} against ${count(invocations, 'invocation')}.`,
      facts: [
        at.fact(
          'functionMetrics',
          'Refused for want of concurrency',
          count(throttles, 'throttle'),
          minutesOf(seen.function?.throttles)[0],
          'Throttles',
        ),
        ...(reserved === undefined
          ? []
          : [at.fact('reserved', 'Reserved concurrency', reserved === null ? 'none' : String(reserved))]),
        ...(used === undefined
          ? []
          : [
              at.fact(
                'functionMetrics',
                'Most executions at one time',
                String(used),
                undefined,
                'ConcurrentExecutions',
              ),
            ]),
        at.fact(
          'mappings',
          'MaximumConcurrency of the mapping',
          seen.mapping?.maximumConcurrency?.toString() ?? 'not set',
        ),
        ...consumerFacts(at, seen).slice(0, 1),
        ...backlogFacts(at, seen),
      ],
      fix:
        typeof reserved === 'number'
          ? {
              now:
                reserved === 0
                  ? `Take the reservation of 0 away from ${fn.name}: it cannot run at all.`
                  : `Raise the reserved concurrency of ${fn.name} from ${reserved} to about ${wanted}, which is what was asked for with the refused calls, or take it away.`,
              cli:
                reserved === 0
                  ? `aws lambda delete-function-concurrency --function-name ${fn.id} --region ${fn.region}`
                  : `aws lambda put-function-concurrency --function-name ${fn.id} --reserved-concurrent-executions ${wanted} --region ${fn.region}`,
            }
          : {
              now: 'Free concurrency in the account or ask for a higher quota: the function shares the pool.',
              cli: `aws lambda get-account-settings --region ${fn.region}`,
            },
    }
  },
})
