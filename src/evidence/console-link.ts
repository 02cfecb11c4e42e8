import type { Place } from '../aws/place.ts'

const hostOf: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
}

/** A deep link into the AWS console: `path` is the service's page, `fragment` what follows the `#`. */
export function consoleLink(place: Place, path: string, fragment?: string): string {
  const host = hostOf[place.partition] ?? hostOf.aws
  const page = path.includes('/') ? path : `${path}/home`
  return `https://${place.region}.${host}/${page}?region=${place.region}${fragment === undefined ? '' : `#${fragment}`}`
}

/** A log group in the console, filtered by a pattern and a window; CloudWatch double-escapes its fragments. */
export function logGroupLink(
  place: Place,
  group: string,
  pattern: string,
  window: { readonly from: number; readonly to: number },
): string {
  const twice = (text: string): string => encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$')
  return consoleLink(
    place,
    'cloudwatch',
    `logsV2:log-groups/log-group/${twice(group)}/log-events$3FfilterPattern$3D${twice(pattern)}$26start$3D${window.from}$26end$3D${window.to}`,
  )
}
