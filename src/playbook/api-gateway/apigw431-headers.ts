import { restRefusal } from './refusal-cause.ts'

export const headers431 = restRefusal({
  id: 'apigw431-headers',
  kinds: ['headers-too-large'],
  cause: 'The headers of the request are together larger than 10,240 bytes, mostly for cookies.',
  were: 'had headers larger than 10,240 bytes',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  known: 'confirmed',
  fix: () => ({
    now: 'Clear or shrink the cookies of this domain.',
    proper: 'Keep session data on the server, or the API on a domain without the site’s cookies.',
  }),
})
