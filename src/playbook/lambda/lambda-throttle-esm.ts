import { throttleCause } from './throttle-cause.ts'

export const lambdaThrottleEsm = throttleCause({
  id: 'lambda-throttle-esm',
  known: 'confirmed',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
  leadsTo: ['lambda-throttle-reserved'],
  cause: 'A queue’s poller calls the function more often at once than its reserved concurrency allows.',
  because: ({ queues, reserved }) =>
    `the poller of ${queues.map((queue) => queue.arn.split(':').at(-1)).join(', ')} has ${queues.every((queue) => queue.maximumConcurrency === undefined) ? 'no maximum concurrency' : 'a maximum concurrency above the reservation'}, and the function ${reserved} reserved executions`,
  fix: ({ function: fn }) => ({
    now: 'Set the mapping’s maximum concurrency to the reservation or less.',
    proper: 'Reserve at least the sum of the maximum concurrency of all mappings, plus what other callers need.',
    prevent: 'Set both in one template.',
    cli: `aws lambda update-event-source-mapping --uuid <mapping> --scaling-config MaximumConcurrency=<at most the reservation> --region ${fn.region}`,
    iac: 'CDK: new SqsEventSource(queue, { maxConcurrency }); SAM: ScalingConfig.MaximumConcurrency',
  }),
})
