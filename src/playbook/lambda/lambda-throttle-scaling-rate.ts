import { throttleCause } from './throttle-cause.ts'

export const lambdaThrottleScalingRate = throttleCause({
  id: 'lambda-throttle-scaling-rate',
  known: 'confirmed',
  cause: 'A burst asked for more than the 1,000 new environments that a function gets in ten seconds.',
  because: ({ minutes, concurrency }) =>
    `a burst up to ${concurrency} executions outran Lambda’s growth of 1,000 in ten seconds, within ${minutes.length} minute${minutes.length === 1 ? '' : 's'}`,
  fix: ({ function: fn }) => ({
    now: 'Let callers retry with backoff: the burst passes in seconds.',
    proper: 'Keep environments ready with provisioned concurrency, scaled on a schedule before the burst.',
    prevent: 'Put a queue before the function, or spread the start of batch jobs.',
    cli: `aws lambda put-provisioned-concurrency-config --function-name ${fn.id} --qualifier <alias> --provisioned-concurrent-executions <base> --region ${fn.region}`,
  }),
})
