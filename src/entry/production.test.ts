import { expect, it } from 'vitest'
import { refuseEndpointOverrides, required } from './production.ts'

it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_SQS', 'SLACK_API_URL'])(
  '%s stops a Lambda function with a sentence, and nothing else',
  (name) => {
    const env = { [name]: 'http://127.0.0.1:4566' }
    expect(() => refuseEndpointOverrides({ ...env, AWS_LAMBDA_FUNCTION_NAME: 'ingress' })).toThrow(
      `${name} must not be set in Lambda`,
    )
    expect(() => refuseEndpointOverrides(env)).not.toThrow()
    expect(() => refuseEndpointOverrides({ AWS_LAMBDA_FUNCTION_NAME: 'ingress', [name]: '' })).not.toThrow()
  },
)

it('a missing variable is named', () => {
  expect(() => required({}, 'FIRSTLOOK_TABLE')).toThrow('FIRSTLOOK_TABLE is not set')
  expect(required({ A: 'b' }, 'A')).toBe('b')
})
