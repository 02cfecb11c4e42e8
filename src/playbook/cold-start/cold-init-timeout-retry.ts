import { coldCause } from './cold-cause.ts'

export const coldInitTimeoutRetry = coldCause({
  id: 'cold-init-timeout-retry',
  cause:
    'The init needs more than its ten seconds and is begun again inside the invocation, so its work is done twice.',
  fix: (target) => ({
    now: `Raise the timeout of ${target.id} so that the second init fits.`,
    proper: 'Move slow work out of the init, or make it lazy; give the function more memory.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html',
})
