import { failureCause } from './failure-cause.ts'
import { quote } from './words.ts'

export const lambdaThrottleCallerApi = failureCause({
  id: 'lambda-throttle-caller-api',
  symptoms: ['throttled', 'errors', '502', '500'],
  cause:
    'The function calls the Lambda API more often than the API takes, whatever concurrency is left for what it calls.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html',
  leadsTo: ['lambda-downstream-4xx5xx', 'lambda-unhandled-exception'],
  sought: 'a refusal with the reason CallerRateLimitExceeded',
  matches: ({ dependency, message }) =>
    dependency?.reason === 'CallerRateLimitExceeded' || message.includes('CallerRateLimitExceeded'),
  fix: () => ({
    now: 'Let the SDK retry with backoff and jitter (retry mode adaptive).',
    proper: 'Call in batches, through a queue or Step Functions, and keep what Get* and List* answered.',
    prevent: 'Log the Reason of TooManyRequestsException.',
  }),
  tell: ({ last, share }, at) => ({
    strength: 'likely',
    summary: `${at.target.name} was refused by the Lambda API for calling it too often: ${quote(last)}; ${share} failed.`,
  }),
})
