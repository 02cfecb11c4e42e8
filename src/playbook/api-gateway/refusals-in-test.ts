import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'

export const format =
  '{"requestId":"$context.requestId","method":"$context.httpMethod","path":"$context.path","resource":"$context.resourcePath","status":"$context.status","type":"$context.error.responseType","message":"$context.error.message","waf":"$context.wafResponseCode","integrationStatus":"$context.integrationStatus","functionStatus":"$context.integration.status"}'
export const accessLog = { destinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:access', format }
export const traffic = [
  { from: '-3h', to: '-20m', perMinute: 60 },
  { from: '-20m', perMinute: 60, errors4xx: 15 },
]

export type Fields = Readonly<Record<string, string>>

export function rows(fields: Fields): NonNullable<DeclaredWorld['logGroups']> {
  const message = {
    requestId: '{requestId}',
    method: 'GET',
    path: '/prod/orders',
    resource: '/orders',
    status: '403',
    type: '-',
    message: '-',
    waf: '-',
    integrationStatus: '-',
    functionStatus: '-',
    ...fields,
  }
  return [{ name: 'access', events: [{ from: '-20m', every: '30s', message }] }]
}
