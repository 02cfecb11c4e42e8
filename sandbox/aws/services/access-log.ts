import type { Place } from '../world.ts'

const usualFormat =
  '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","routeKey":"$context.routeKey","status":"$context.status","protocol":"$context.protocol","responseLength":"$context.responseLength","integrationStatus":"$context.integrationStatus","integrationErrorMessage":"$context.integrationErrorMessage"}'

/** A stage's access log: a log group by name or any ARN, in the usual JSON format unless it says otherwise. */
export function accessLogOf(
  place: Pick<Place, 'account' | 'region'>,
  declared: string | { destinationArn?: string | undefined; format: string } | undefined,
): { arn: string; format: string } | undefined {
  if (declared === undefined) return undefined
  const { destinationArn = '', format } =
    typeof declared === 'string' ? { destinationArn: declared, format: usualFormat } : declared
  const arn = destinationArn.startsWith('arn:')
    ? destinationArn
    : `arn:aws:logs:${place.region}:${place.account}:log-group:${destinationArn}`
  return { arn, format }
}
