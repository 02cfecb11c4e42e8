import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askApi } from './investigate-in-test.ts'
import { fn, malformed, world } from './rest-world-in-test.ts'

describe('why-502 on a REST API, execution log on', () => {
  it.each<[string, DeclaredWorld, string]>([
    [
      'an object as body',
      world({
        execution: { endpointStatus: 200, responseBody: '{"statusCode":200,"body":{"id":1}}', error: malformed },
      }),
      'apigw502-body-not-string proven',
    ],
    [
      'no statusCode',
      world({ execution: { endpointStatus: 200, responseBody: '{"message":"ok"}', error: malformed } }),
      'apigw502-malformed-shape proven',
    ],
    [
      'nothing returned',
      world({ execution: { endpointStatus: 200, responseBody: 'null', error: malformed } }),
      'apigw502-undefined-return likely',
    ],
    [
      'a header that is an object',
      world({
        execution: {
          endpointStatus: 200,
          responseBody: '{"statusCode":200,"headers":{"X-A":{"b":1}},"body":"x"}',
          error: malformed,
        },
      }),
      'apigw502-bad-headers likely',
    ],
    [
      'errors only, no dump',
      world({ stage: { loggingLevel: 'ERROR', dataTrace: false }, execution: { errorsOnly: true, error: malformed } }),
      'apigw502-malformed-shape proven',
    ],
    [
      'no permission',
      world({
        functions: [fn({ permissions: [], traffic: [] })],
        execution: {
          status: 500,
          error: 'Execution failed due to configuration error: Invalid permissions on Lambda function',
        },
      }),
      'apigw500-lambda-permission proven',
    ],
    [
      'a deleted function',
      world({
        functions: [],
        execution: {
          status: 500,
          error: 'Lambda invocation failed with status: 404. Lambda request id: {lambdaRequestId}',
        },
      }),
      'apigw500-function-missing proven',
    ],
    [
      'an integration timeout',
      world({
        functions: [fn({ timeout: 60 })],
        execution: { status: 504, latencyMs: 29_000, error: 'Execution failed due to a timeout error' },
      }),
      'apigw504-integration-timeout proven',
    ],
    [
      'a closed connection',
      world({
        api: { methods: { 'GET /orders': { http: 'https://legacy.example/orders' } } },
        functions: [],
        execution: {
          status: 504,
          endpoint: 'https://legacy.example/orders',
          error: 'Execution failed due to a network error communicating with endpoint: Connection is closed',
        },
      }),
      'apigw504-network-failure proven',
    ],
    [
      'a certificate for another name',
      world({
        api: { methods: { 'GET /orders': { http: 'https://legacy.example/orders' } } },
        functions: [],
        execution: {
          status: 500,
          endpoint: 'https://legacy.example/orders',
          error:
            "Execution failed due to configuration error: Host name 'legacy.example' does not match the certificate subject provided by the peer (CN=other.example)",
        },
      }),
      'apigw500-vpclink-tls-name proven',
    ],
    [
      'no integration response',
      world({
        api: {
          methods: {
            'GET /orders': {
              type: 'AWS',
              uri: 'arn:aws:apigateway:eu-west-1:sqs:path/1/q',
              integrationHttpMethod: 'POST',
            },
          },
        },
        functions: [],
        execution: {
          status: 500,
          endpoint: 'https://sqs.eu-west-1.amazonaws.com/',
          error:
            'Execution failed due to configuration error: No match for output mapping and no default output mapping configured. Endpoint Response Status Code: 403',
        },
      }),
      'apigw500-nonproxy-mapping proven',
    ],
    [
      'a template that fails',
      world({
        api: { methods: { 'GET /orders': { type: 'AWS', lambda: 'orders' } } },
        execution: { status: 500, error: 'Execution failed due to configuration error: Unable to transform request' },
      }),
      'apigw500-vtl proven',
    ],
    [
      'an upstream that answers 502',
      world({
        api: { methods: { 'GET /orders': { http: 'https://legacy.example/orders' } } },
        functions: [],
        execution: { endpoint: 'https://legacy.example/orders', endpointStatus: 502 },
      }),
      'apigw502-http-proxy-bad-upstream proven',
    ],
    [
      'a function that answers 500 itself',
      world({ execution: { status: 500, endpointStatus: 200, responseBody: '{"statusCode":500,"body":"x"}' } }),
      'apigw5xx-from-function proven',
    ],
    [
      'a GET to Lambda',
      world({
        api: { methods: { 'GET /orders': { lambda: 'orders', integrationHttpMethod: 'GET' } } },
        functions: [fn({ traffic: [] })],
        execution: { error: malformed, endpointStatus: 403 },
      }),
      'apigw500-wrong-http-method proven',
    ],
    [
      'a role that cannot be assumed',
      world({
        api: { methods: { 'GET /orders': { lambda: 'orders', credentials: 'arn:aws:iam::123456789012:role/apigw' } } },
        functions: [fn({ traffic: [] })],
        execution: {
          status: 500,
          error:
            'Execution failed due to configuration error: API Gateway does not have permission to assume the provided role',
        },
      }),
      'apigw500-credentials-role proven',
    ],
    [
      'preflights of a binary API',
      world({
        api: { binaryMediaTypes: ['*/*'], methods: { 'GET /orders': 'orders', 'OPTIONS /orders': { mock: true } } },
        execution: {
          method: 'OPTIONS',
          status: 500,
          endpoint: 'mock',
          error: 'Execution failed due to configuration error: Unable to transform request',
        },
      }),
      'apigw502-binary-options proven',
    ],
    [
      'a function whose own log is gone',
      world({
        functions: [
          fn({
            traffic: [
              { from: '-3h', to: '-20m', perMinute: 60 },
              { from: '-20m', perMinute: 60, errors: 15 },
            ],
            logging: { logGroup: '/gone' },
          }),
        ],
        execution: {
          error:
            "Lambda execution failed with status 200 due to customer function error: Cannot read properties of undefined (reading 'id'). Lambda request id: {lambdaRequestId}",
        },
      }),
      'apigw502-unhandled-exception proven',
    ],
    [
      'Lambda itself answering 502',
      world({
        functions: [fn({ traffic: [] })],
        execution: {
          status: 500,
          error: 'Lambda invocation failed with status: 502. Lambda request id: {lambdaRequestId}',
        },
      }),
      'apigw502-lambda-infra-502 likely',
    ],
  ])('%s', async (_, declared, expected) => {
    const answer = await askApi(declared, '502')
    expect(answer.broken).toEqual([])
    expect([answer.ids[0], answer.verdict]).toEqual([expected, 'cause-found'])
  })
})
