import { timeoutCause } from './timeout-cause.ts'
import { doubleMemory } from './timeout-fix.ts'

export const lambdaTimeoutMemoryThrash = timeoutCause({
  id: 'lambda-timeout-memory-thrash',
  known: 'confirmed',
  cause: 'The function works at the edge of its memory and spends its time collecting garbage until it is cut off.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html',
  fix: (target, seen) => ({
    now: 'Double the memory.',
    proper: 'Stream what is large, and drop what is kept between invocations.',
    prevent: 'Alarm on Max Memory Used above 90 % of the memory size.',
    ...(seen !== undefined && doubleMemory(target.function, seen.picture)),
  }),
})
