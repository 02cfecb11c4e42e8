import { restRefusal } from './refusal-cause.ts'

export const tooLarge413 = restRefusal({
  id: 'apigw413-too-large',
  kinds: ['too-large'],
  cause: 'The request is larger than the 10 MB that API Gateway takes, or than the 6 MB that Lambda takes.',
  were: 'were too large',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  known: 'confirmed',
  fix: () => ({
    now: 'Let clients upload to S3 with a presigned URL and send the key.',
    proper: 'Limit the size in the client and say so.',
  }),
})
