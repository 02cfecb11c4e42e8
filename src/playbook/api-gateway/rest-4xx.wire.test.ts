import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askApi } from './investigate-in-test.ts'
import { accessLog, type Fields, rows, traffic } from './refusals-in-test.ts'

type Api = NonNullable<DeclaredWorld['restApis']>[number]
type Stage = NonNullable<Api['stages']>[number]

function rest(
  fields: Fields | undefined,
  api: Partial<Api> = {},
  stage: Partial<Stage> = {},
  more: Partial<DeclaredWorld> = {},
): DeclaredWorld {
  return {
    restApis: [
      {
        name: 'orders-api',
        id: 'a1b2c3d4e5',
        methods: { 'GET /orders': 'orders' },
        stages: [{ name: 'prod', traffic, ...(fields === undefined ? {} : { accessLog }), ...stage }],
        ...api,
      },
    ],
    functions: [{ name: 'orders', traffic: [{ from: '-3h', perMinute: 45 }] }],
    logGroups: fields === undefined ? [] : rows(fields),
    ...more,
  }
}

const invoke =
  'is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:a1b2c3d4e5/prod/GET/orders'
const acl = { name: 'edge-acl', arn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/edge-acl/1' }

describe('why-4xx on a REST API', () => {
  it.each<[string, DeclaredWorld, string]>([
    [
      'a path that is not served',
      rest({
        type: 'MISSING_AUTHENTICATION_TOKEN',
        message: 'Missing Authentication Token',
        path: '/prod/order',
        resource: '-',
      }),
      'apigw403-missing-token-route proven',
    ],
    [
      'an unsigned request',
      rest(
        { type: 'MISSING_AUTHENTICATION_TOKEN', message: 'Missing Authentication Token' },
        { methods: { 'GET /orders': { lambda: 'orders', authorizationType: 'AWS_IAM' } } },
      ),
      'apigw403-missing-token-iam proven',
    ],
    [
      'an identity that may not',
      rest({ type: 'ACCESS_DENIED', message: `User: arn:aws:sts::123456789012:assumed-role/shop/s ${invoke}` }),
      'apigw403-iam-not-allowed proven',
    ],
    [
      'a resource policy',
      rest({ type: 'ACCESS_DENIED', message: `User: anonymous ${invoke}` }),
      'apigw403-resource-policy proven',
    ],
    [
      'an authorizer that denies',
      rest({ type: 'ACCESS_DENIED', message: 'User is not authorized to access this resource with an explicit deny' }),
      'apigw403-lambda-authorizer-deny proven',
    ],
    [
      'no token',
      rest({ status: '401', type: 'UNAUTHORIZED', message: 'Unauthorized' }),
      'apigw401-unauthorized proven',
    ],
    ['no API key', rest({ type: 'INVALID_API_KEY', message: 'Forbidden' }), 'apigw403-api-key proven'],
    [
      'WAF',
      rest({ type: 'WAF_FILTERED', message: 'Forbidden', waf: 'WAF_BLOCK' }, {}, { webAclArn: acl.arn }),
      'apigw403-waf proven',
    ],
    [
      'a bad signature',
      rest({ type: 'INVALID_SIGNATURE', message: 'The request signature we calculated does not match' }),
      'apigw403-sigv4-invalid proven',
    ],
    [
      'a bad body',
      rest({ status: '400', type: 'BAD_REQUEST_BODY', message: 'Invalid request body' }),
      'apigw400-validation proven',
    ],
    [
      'a body that is too large',
      rest({ status: '413', type: 'REQUEST_TOO_LARGE', message: 'Request Too Long' }),
      'apigw413-too-large proven',
    ],
    ['a path that is too long', rest({ status: '414' }), 'apigw414-arn-too-long proven'],
    [
      'a content type without template',
      rest({ status: '415', type: 'UNSUPPORTED_MEDIA_TYPE' }),
      'apigw415-media proven',
    ],
    ['headers that are too large', rest({ status: '431' }), 'apigw431-headers proven'],
    [
      'a stage limit of zero',
      rest(
        { status: '429', type: 'THROTTLED', message: 'Too Many Requests' },
        {},
        { throttle: { rateLimit: 0, burstLimit: 0 } },
      ),
      'apigw429-stage-method-throttle proven',
    ],
    [
      'a low stage limit',
      rest(
        { status: '429', type: 'THROTTLED', message: 'Too Many Requests' },
        {},
        { throttle: { rateLimit: 1, burstLimit: 1 } },
      ),
      'apigw429-stage-method-throttle likely',
    ],
    [
      'a low plan limit',
      rest(
        { status: '429', type: 'THROTTLED', message: 'Too Many Requests' },
        {},
        {},
        {
          usagePlans: [
            {
              name: 'basic',
              apiStages: [{ api: 'orders-api', stage: 'prod' }],
              throttle: { rateLimit: 1, burstLimit: 1 },
            },
          ],
        },
      ),
      'apigw429-usage-plan likely',
    ],
    [
      'the account’s limit',
      rest(
        { status: '429', type: 'THROTTLED', message: 'Too Many Requests' },
        {},
        {},
        { apiGatewayAccount: { rateLimit: 1, burstLimit: 1 } },
      ),
      'apigw429-account-throttle likely',
    ],
    [
      'a used-up quota',
      rest({ status: '429', type: 'QUOTA_EXCEEDED', message: 'Limit Exceeded' }),
      'apigw429-quota proven',
    ],
    [
      'a refused preflight',
      rest({
        method: 'OPTIONS',
        type: 'MISSING_AUTHENTICATION_TOKEN',
        message: 'Missing Authentication Token',
        resource: '-',
      }),
      'apigw4xx-cors proven',
    ],
    [
      'the function’s own 404',
      rest({ status: '404', integrationStatus: '200', functionStatus: '404' }),
      'apigw4xx-from-back-end proven',
    ],
    [
      'a switched-off host',
      rest({ message: 'Forbidden' }, { disableExecuteApiEndpoint: true }),
      'apigw403-default-endpoint-disabled likely',
    ],
    ['a private API', rest({ message: 'Forbidden' }, { endpoint: 'PRIVATE' }), 'apigw403-private-api likely'],
    [
      'no log: a limit of zero',
      rest(
        undefined,
        {},
        { throttle: { rateLimit: 0, burstLimit: 0 }, traffic: [{ from: '-20m', perMinute: 60, errors4xx: 60 }] },
      ),
      'apigw429-stage-method-throttle likely',
    ],
    [
      'no log: keys asked for, no plan',
      rest(undefined, { methods: { 'GET /orders': { lambda: 'orders', apiKeyRequired: true } } }),
      'apigw403-api-key likely',
    ],
  ])('%s', async (_, declared, expected) => {
    const answer = await askApi(declared, '4xx')
    expect(answer.broken).toEqual([])
    expect([answer.ids[0], answer.verdict]).toEqual([expected, 'cause-found'])
  })

  it('names the rule of the web ACL by its metrics where no log tells', async () => {
    const blocked = (rule: string) => ({
      namespace: 'AWS/WAFV2',
      metric: 'BlockedRequests',
      dimensions: { WebACL: 'edge-acl', Region: 'eu-west-1', Rule: rule },
      points: [{ from: '-20m', value: 15 }],
    })
    const declared = rest(
      undefined,
      {},
      { webAclArn: acl.arn },
      {
        webAcls: [{ name: 'edge-acl', rules: [{ name: 'size', metric: 'size', action: 'Block' }] }],
        metrics: [blocked('ALL'), blocked('size')],
      },
    )
    const answer = await askApi(declared, '4xx')
    expect(answer.ids[0]).toBe('apigw403-waf likely')
    expect(answer.causes[0]?.found.finding.summary).toContain('size')
  })

  it('reads the execution log where there is no access log', async () => {
    const error =
      "API Key **********abcdef not authorized because method 'GET /orders' requires API Key and API Key is not associated with a Usage Plan for API Stage a1b2c3d4e5/prod: No Usage Plan found for API Key and API Stage"
    const declared = rest(
      undefined,
      {},
      { loggingLevel: 'INFO' },
      {
        logGroups: [
          {
            name: 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod',
            events: [{ from: '-20m', every: '30s', execution: { path: '/orders', status: 403, error } }],
          },
        ],
      },
    )
    expect((await askApi(declared, '4xx')).ids[0]).toBe('apigw403-api-key proven')
  })

  it('names none where nothing tells', async () => {
    const answer = await askApi(rest(undefined), '4xx')
    expect([answer.ids, answer.verdict]).toEqual([[], 'insufficient-evidence'])
  })

  it('does not make a few refusals of another kind the cause', async () => {
    const declared = rest({ type: 'INVALID_API_KEY', message: 'Forbidden' })
    declared.logGroups?.[0]?.events?.push({
      from: '-20m',
      every: '10m',
      message: {
        requestId: '{requestId}',
        method: 'POST',
        path: '/prod/orders',
        status: '400',
        type: 'BAD_REQUEST_BODY',
      },
    })
    expect((await askApi(declared, '4xx')).ids).toEqual(['apigw403-api-key proven'])
  })
})
