import { failureCause } from './failure-cause.ts'
import { quote } from './words.ts'

export const lambdaResponseTooLarge = failureCause({
  id: 'lambda-response-too-large',
  underRestApi: 'apigw502-response-too-large',
  cause: 'The response is larger than the 6 MB that a synchronous invocation may return.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  sought: 'a response over 6 MB',
  matches: (failure) => failure.kind === 'response-too-large',
  fix: () => ({
    now: 'Return less: page the result, or compress the body.',
    proper: 'Put large results in S3 and return a presigned URL, or stream the response.',
    prevent: 'Cap the page size where the result is built.',
  }),
  tell: ({ last, share }, at) => ({
    summary: `${at.target.name} returned more than the 6 MB a response may have: ${quote(last)}; ${share} failed.`,
  }),
})
