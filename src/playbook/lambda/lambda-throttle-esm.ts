import type { FunctionThrottles } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { reserve } from './concurrency-fix.ts'
import { throttleCause } from './throttle-cause.ts'
import type { ThrottleNumbers } from './throttle-reading.ts'

export const lambdaThrottleEsm = throttleCause({
  id: 'lambda-throttle-esm',
  known: 'confirmed',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
  leadsTo: ['lambda-throttle-reserved'],
  cause: 'A queue’s poller calls the function more often at once than its reserved concurrency allows.',
  because: ({ queues, reserved }) =>
    `the poller of ${queues.map((queue) => queue.arn.split(':').at(-1)).join(', ')} has ${queues.every((queue) => queue.maximumConcurrency === undefined) ? 'no maximum concurrency' : 'a maximum concurrency above the reservation'}, and the function ${reserved} reserved executions`,
  fix: (target, numbers) => ({
    now: 'Set the mapping’s maximum concurrency to the reservation or less.',
    proper: 'Reserve at least the sum of the maximum concurrency of all mappings, plus what other callers need.',
    prevent: 'Set both in one template.',
    ...(numbers !== undefined && bound(target, numbers)),
    iac: 'CDK: new SqsEventSource(queue, { maxConcurrency }); SAM: ScalingConfig.MaximumConcurrency',
  }),
})

/** The least maximum concurrency that a mapping takes. */
const leastConcurrency = 2

/** Every queue's even part of the reservation. */
function bound(target: FunctionThrottles, numbers: ThrottleNumbers): Fix {
  const queues = numbers.queues.filter((queue) => queue.uuid !== '')
  if (queues.length === 0 || numbers.reserved === null || numbers.reserved === undefined) return {}
  const part = Math.floor(numbers.reserved / queues.length)
  if (part < leastConcurrency)
    return {
      now: `Raise the reservation: a mapping’s maximum concurrency is ${leastConcurrency} at least, and ${numbers.reserved} reserved is less than its queues take.`,
      ...reserve(target, leastConcurrency * queues.length, numbers),
    }
  const most = Math.min(1_000, part)
  return {
    cli: queues
      .filter(({ maximumConcurrency }) => maximumConcurrency === undefined || maximumConcurrency > most)
      .map(
        ({ uuid }) =>
          `aws lambda update-event-source-mapping --uuid ${uuid} --scaling-config MaximumConcurrency=${most} --region ${target.region}`,
      )
      .join('\n'),
  }
}
