import { expect, it } from 'vitest'
import { refuseUnsafeEnvironment, required } from './production.ts'

it.each([
  ['AWS_ENDPOINT_URL', 'http://127.0.0.1:4566'],
  ['AWS_ENDPOINT_URL_SQS', 'http://127.0.0.1:4566'],
  ['SLACK_API_URL', 'http://127.0.0.1:4566'],
  ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ['NODE_DEBUG', 'http,undici'],
  ['POWERTOOLS_LOGGER_LOG_EVENT', 'true'],
])('%s stops a Lambda function with a sentence, and nothing else', (name, value) => {
  const env = { [name]: value }
  expect(() => refuseUnsafeEnvironment({ ...env, AWS_LAMBDA_FUNCTION_NAME: 'ingress' })).toThrow(
    `${name} must not be set in Lambda`,
  )
  expect(() => refuseUnsafeEnvironment(env)).not.toThrow()
  expect(() => refuseUnsafeEnvironment({ AWS_LAMBDA_FUNCTION_NAME: 'ingress', [name]: '' })).not.toThrow()
})

it('what is set to the safe value, or by Lambda itself, is no matter', () => {
  const env = {
    AWS_LAMBDA_FUNCTION_NAME: 'worker',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    NODE_TLS_REJECT_UNAUTHORIZED: '1',
    POWERTOOLS_LOGGER_LOG_EVENT: 'false',
    AWS_REGION: 'eu-west-1',
  }
  expect(() => refuseUnsafeEnvironment(env)).not.toThrow()
})

it('a missing variable is named', () => {
  expect(() => required({}, 'FIRSTLOOK_TABLE')).toThrow('FIRSTLOOK_TABLE is not set')
  expect(required({ A: 'b' }, 'A')).toBe('b')
})
