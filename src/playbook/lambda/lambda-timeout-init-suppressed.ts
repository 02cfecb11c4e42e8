import { timeoutCause } from './timeout-cause.ts'
import { easeStart } from './timeout-fix.ts'

export const lambdaTimeoutInitSuppressed = timeoutCause({
  id: 'lambda-timeout-init-suppressed',
  known: 'confirmed',
  cause:
    'The start of the environment takes more than ten seconds, is repeated inside the first invocation, and uses its time up.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html',
  fix: (target, seen) => ({
    now: 'Raise memory, which brings CPU for the start, and the timeout meanwhile.',
    proper: 'Load lazily and fetch nothing while the module loads; use SnapStart where the runtime has it.',
    prevent: 'Alarm on Init Duration above five seconds.',
    ...(seen !== undefined && easeStart(target.function, seen.picture)),
  }),
})
