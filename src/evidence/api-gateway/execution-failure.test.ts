import { describe, expect, it } from 'vitest'
import { failuresIn } from './execution-failure.ts'
import { shapeOf } from './response-shape.ts'

const at = Date.parse('2026-11-23T02:40:00Z')
const is5xx = (status: number): boolean => status >= 500

function lines(requestId: string, ...texts: string[]) {
  return texts.map((text, index) => ({ at: at + index, stream: 's', message: `(${requestId}) ${text}` }))
}

describe('failuresIn', () => {
  it('puts a malformed response together from its lines', () => {
    const [failure] = failuresIn(
      lines(
        '9c5b94b1-35ad-49bb-b118-8e8fc24abf80',
        'HTTP Method: GET, Resource Path: /orders/{id}',
        'Endpoint request URI: https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:orders:live/invocations',
        'Received response. Status: 200, Integration latency: 41 ms',
        'Endpoint response headers: {Date=Mon, x-amzn-RequestId=2f1d5e0c-1111-4222-8333-944445555666, connection=keep-alive}',
        'Endpoint response body before transformations: {"statusCode":200,"body":{"id":1}}',
        'Execution failed due to configuration error: Malformed Lambda proxy response',
        'Method completed with status: 502',
      ),
      is5xx,
    )
    expect(failure).toMatchObject({
      kind: 'malformed',
      status: 502,
      lambdaRequestId: '2f1d5e0c-1111-4222-8333-944445555666',
      function: { name: 'orders', qualifier: 'live' },
      method: 'GET',
      resourcePath: '/orders/{id}',
      returned: { shape: 'body-not-string', bodyKind: 'object', fields: ['statusCode', 'body'] },
    })
  })

  it('knows a failure in the authorizer where the level ERROR leaves out that it was started', () => {
    const reason =
      'Lambda execution failed with status 200 due to customer function error: no keys. Lambda request id: 6f1d5e0c-1111-4222-8333-944445555666'
    const [failed] = failuresIn(
      lines('r1', reason, 'Execution failed due to configuration error: Authorizer error'),
      is5xx,
    )
    expect(failed).toMatchObject({ kind: 'customer-error', isInAuthorizer: true })
    expect(failuresIn(lines('r2', reason), is5xx)[0]).toMatchObject({ kind: 'customer-error', isInAuthorizer: false })
  })

  it.each([
    [
      'Lambda execution failed with status 200 due to customer function error: 2026-11-23T02:40:00Z 1a Task timed out after 3.00 seconds. Lambda request id: 6f1d5e0c-1111-4222-8333-944445555666',
      'customer-error',
    ],
    ['Execution failed due to configuration error: Invalid permissions on Lambda function', 'permission'],
    ['Lambda invocation failed with status: 429. Lambda request id: 6f1d5e0c-1111-4222-8333-944445555666', 'throttled'],
    ['Execution failed due to configuration error: Rate Exceeded.', 'throttled'],
    ['Execution failed due to a timeout error', 'timeout'],
    ['Execution failed due to a network error communicating with endpoint: Connection is closed', 'network'],
    [
      "Execution failed due to configuration error: Host name 'x.internal' does not match the certificate subject provided by the peer (CN=*.y)",
      'tls-name',
    ],
    [
      'Execution failed due to configuration error: No match for output mapping and no default output mapping configured. Endpoint Response Status Code: 403',
      'mapping',
    ],
    ['Execution failed due to configuration error: Unable to transform request', 'transform'],
    [
      'Lambda invocation failed with status: 404. Lambda request id: 6f1d5e0c-1111-4222-8333-944445555666',
      'function-missing',
    ],
    [
      'Lambda invocation failed with status: 502. Lambda request id: 6f1d5e0c-1111-4222-8333-944445555666',
      'lambda-infra',
    ],
    [
      'Execution failed due to configuration error: API Gateway does not have permission to assume the provided role',
      'role',
    ],
    ['Execution failed due to configuration error: Authorizer error', 'authorizer'],
    ['Execution failed due to an internal error', 'internal'],
    ['Execution failed due to configuration error: Something new', 'config'],
  ])('reads %s', (text, kind) => {
    expect(
      failuresIn(lines('11111111-2222-4333-8444-555555555555', text, 'Method completed with status: 500'), is5xx)[0]
        ?.kind,
    ).toBe(kind)
  })

  it('knows a failure in the authorizer from one behind it', () => {
    const permission = 'Execution failed due to configuration error: Invalid permissions on Lambda function'
    const [before] = failuresIn(
      lines('aaaaaaaa-1', 'Starting authorizer: ab12 for request: aaaaaaaa-1', permission),
      is5xx,
    )
    const [after] = failuresIn(
      lines(
        'aaaaaaaa-2',
        'Starting authorizer: ab12 for request: aaaaaaaa-2',
        'Successfully completed authorizer execution',
        permission,
      ),
      is5xx,
    )
    expect([before?.isInAuthorizer, after?.isInAuthorizer]).toEqual([true, false])
  })

  it('drops requests that went well and keeps a 5xx without any failure line', () => {
    const found = failuresIn(
      [
        ...lines(
          'aaaaaaaa-1',
          'Received response. Status: 200, Integration latency: 9 ms',
          'Method completed with status: 200',
        ),
        ...lines(
          'aaaaaaaa-2',
          'Received response. Status: 200, Integration latency: 9 ms',
          'Method completed with status: 500',
        ),
      ],
      is5xx,
    )
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ status: 500, integrationStatus: 200 })
    expect(found[0]?.kind).toBeUndefined()
  })
})

describe('shapeOf', () => {
  it.each([
    ['null', 'null'],
    ['"hello"', 'text'],
    ['[{"id":1}]', 'list'],
    ['{"id":1}', 'no-status'],
    ['{"statusCode":"ok","body":"x"}', 'bad-status'],
    ['{"statusCode":200,"body":[1]}', 'body-not-string'],
    ['{"statusCode":200,"body":"x","headers":{"X-A":{"b":1}}}', 'bad-headers'],
    ['{"statusCode":200,"body":"x","headers":{"X A":"b"}}', 'bad-headers'],
    ['{"statusCode":200,"body":"x","multiValueHeaders":{"Set-Cookie":"a"}}', 'bad-headers'],
    ['{"statusCode":200,"body":"x","headers":{"X-A":"b"}}', 'well-formed'],
    ['"{"statusCode":200,"body":{"a":1}}"', 'body-not-string'],
    ['{"statusCode":200,"headers":{"a":"b"},"body":{"items":[{"id":1,"na[TRUNCATED]', 'body-not-string'],
    ['"{\\"statusCode\\":200,\\"body\\":\\"x\\"}"', 'text'],
  ])('%s is %s', (dump, shape) => {
    expect(shapeOf(dump)?.shape).toBe(shape)
  })

  it('says nothing where a cut dump shows nothing', () => {
    expect(shapeOf('{"statusCode":200,"headers":{"a":"b"},"bo')).toBeUndefined()
    expect(shapeOf('')).toBeUndefined()
  })
})
