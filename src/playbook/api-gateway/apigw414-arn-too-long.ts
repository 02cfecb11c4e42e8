import { restRefusal } from './refusal-cause.ts'

export const arnTooLong414 = restRefusal({
  id: 'apigw414-arn-too-long',
  kinds: ['uri-too-long'],
  cause: 'The method’s ARN with its path parameters is longer than 1600 bytes, which no authorized method may have.',
  were: 'had a path too long to authorize',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  known: 'confirmed',
  fix: () => ({ now: 'Move long values from the path into the query string or the body.' }),
})
