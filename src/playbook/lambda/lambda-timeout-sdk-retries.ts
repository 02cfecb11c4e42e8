import { timeoutCause } from './timeout-cause.ts'

export const lambdaTimeoutSdkRetries = timeoutCause({
  id: 'lambda-timeout-sdk-retries',
  known: 'memory',
  cause: 'What the function calls throttles it, and the SDK’s retries with backoff use the invocation’s time up.',
  docs: 'https://repost.aws/knowledge-center/lambda-troubleshoot-invocation-timeouts',
  fix: () => ({
    now: 'Remove the throttling at what is called; the timeouts end with it.',
    proper: 'Lower the SDK’s attempts and timeouts so that they fit in the function’s timeout (`maxAttempts: 2`).',
    prevent: 'Alarm on throttled requests of what is called.',
  }),
})
