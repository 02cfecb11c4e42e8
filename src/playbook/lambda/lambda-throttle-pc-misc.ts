import { throttleCause } from './throttle-cause.ts'

export const lambdaThrottlePcMisc = throttleCause({
  id: 'lambda-throttle-pc-misc',
  known: 'confirmed',
  cause:
    'Provisioned concurrency of another alias or version takes the whole reservation, so calls of this one have none left.',
  because: ({ provisioned, reserved }, { function: fn }) =>
    `provisioned concurrency holds ${provisioned} of the function’s ${reserved} reserved executions, and none of it is for ${fn.qualifier ?? '$LATEST'}`,
  fix: ({ function: fn }) => ({
    now: 'Call the alias that has the provisioned concurrency, or raise the reservation above it.',
    proper: 'Let every trigger name the alias.',
    prevent: 'Keep the reservation above provisioned concurrency plus what other callers need.',
    cli: `aws lambda list-provisioned-concurrency-configs --function-name ${fn.id} --region ${fn.region}`,
  }),
})
