import type { Place } from '../../aws/place.ts'
import type { HttpApi, RestApi, WebSocketApi } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import type { Citation } from '../probe.ts'

/** One read of API Gateway's control plane, as a citation: `GetStage` of `apigateway` with the parameters it took. */
export function citeGateway(
  place: Place,
  service: 'apigateway' | 'apigatewayv2',
  operation: string,
  parameters: Readonly<Record<string, string>>,
  page: string,
  query?: string,
): Citation {
  const [path = page, search] = page.split('?')
  const options = Object.entries(parameters).map(([name, value]) => `--${dashed(name)} ${shellWord(value)}`)
  const command = [
    'aws',
    service,
    dashed(operation),
    ...options,
    ...(query === undefined ? [] : ['--query', `'${query}'`]),
  ]
  return {
    source: `${service}:${operation} ${Object.entries(parameters)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`.trim(),
    account: place.account,
    region: place.region,
    link: `${consoleLink(place, `apigateway/main/${path}`)}${search === undefined ? '' : `&${search}`}`,
    cli: `${command.join(' ')} --region ${place.region}`,
  }
}

/** The ARN that IAM knows a path of API Gateway's control plane by. */
export function gatewayArn(place: Place, path: string): string {
  return `arn:${place.partition}:apigateway:${place.region}::${path}`
}

/** One string for one stage of one API. */
export function stageKey(api: RestApi | HttpApi | WebSocketApi): string {
  return `${api.account} ${api.region} ${api.id}/${api.stage}`
}

/** One string for one API, whatever its stage. */
export function apiKey(api: RestApi | HttpApi | WebSocketApi): string {
  return `${api.account} ${api.region} ${api.id}`
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter, index: number) => `${index === 0 ? '' : '-'}${letter.toLowerCase()}`)
}
