import { timeoutCause } from './timeout-cause.ts'
import { lambdaCli } from './words.ts'

export const lambdaTimeoutMemoryThrash = timeoutCause({
  id: 'lambda-timeout-memory-thrash',
  known: 'confirmed',
  cause: 'The function works at the edge of its memory and spends its time collecting garbage until it is cut off.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html',
  fix: ({ function: fn }) => ({
    now: 'Double the memory.',
    proper: 'Stream what is large, and drop what is kept between invocations.',
    prevent: 'Alarm on Max Memory Used above 90 % of the memory size.',
    cli: lambdaCli(fn, 'update-function-configuration', '--memory-size <twice as much>'),
  }),
})
