import { functionErrorCause } from './function-errors.ts'

export const responseTooLarge502 = functionErrorCause({
  id: 'apigw502-logged-response-too-large',
  named: 'apigw502-response-too-large',
  kinds: ['response-too-large'],
  cause: 'The function returns more than the 6 MB that a synchronous invocation may.',
  did: 'returns more than 6 MB',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  fix: (fn) => ({
    now: `Make ${fn.id} return less: page the result.`,
    proper: 'Put large results into S3 and return a presigned URL, or stream the response.',
  }),
})
