import { timeoutCause } from './timeout-cause.ts'

export const lambdaTimeoutPayloadOutlier = timeoutCause({
  id: 'lambda-timeout-payload-outlier',
  known: 'memory',
  cause: 'Only unusually large events take too long; the others are quick.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
  fix: () => ({
    now: 'Split or skip the large events named in the log.',
    proper: 'Work in pages and hand the rest on, or send large ones to a queue with a longer timeout.',
    prevent: 'Cap the size at the edge.',
  }),
})
