import type { Advice } from '../cause.ts'

export const lambdaAdvice: readonly Advice[] = [
  {
    id: 'lambda-throttle-caller-api',
    symptoms: ['throttled'],
    cause:
      'The caller was refused for calling the Lambda API too often (CallerRateLimitExceeded), not the function for its concurrency.',
    advice: 'Look for the Reason of TooManyRequestsException in the caller’s own log, and let it back off.',
    why: 'Lambda tells the reason only to the caller; no metric or log of the function has it.',
    docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
  },
]
