import { failureCause } from './failure-cause.ts'
import { quote } from './words.ts'

export const lambdaRequestTooLarge = failureCause({
  id: 'lambda-request-too-large',
  symptoms: ['errors'],
  cause: 'A function calls another with an event larger than Lambda takes (6 MB, 1 MB asynchronously).',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  leadsTo: ['lambda-unhandled-exception', 'lambda-downstream-4xx5xx'],
  sought: 'a call refused for its size; Lambda refuses such a call before the called function runs',
  matches: (failure) =>
    /RequestTooLargeException|RequestEntityTooLarge|Request must be smaller than/.test(
      `${failure.errorType} ${failure.message}`,
    ),
  fix: () => ({
    now: 'Send less in one call.',
    proper: 'Put the payload in S3 and send its key.',
    prevent: 'Check the size before the call.',
  }),
  tell: ({ last, share }, at) => ({
    summary: `${at.target.name} sends a request larger than Lambda takes: ${quote(last)}; ${share} failed.`,
  }),
})
