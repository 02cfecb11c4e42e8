import type { Integrations } from '../../evidence/api-gateway/integrated-functions.ts'
import type { Route } from '../../evidence/api-gateway/route.ts'
import type { HttpApi, RestApi } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { shellWord } from '../command.ts'

/** More routes than this are the template's to change. */
const mostRoutes = 5

type Placed = Pick<Route, 'method' | 'path' | 'resourceId'>

/** Makes a change to each of the routes, and deploys the draft they are in; nothing where there are too many, or none. */
export function changeRoutes(
  api: RestApi,
  routes: readonly Placed[],
  change: (place: string) => readonly string[],
): Fix {
  if (routes.length === 0 || routes.length > mostRoutes) return {}
  return {
    cli: [
      ...routes.flatMap((route) => change(placeOf(api, route))),
      `aws apigateway create-deployment --rest-api-id ${api.id} --stage-name ${shellWord(api.stage)} --region ${api.region}`,
    ].join('\n'),
  }
}

/** Where a route is in the draft. Its resource's id is looked up where only the export, which leaves it out, could be read. */
function placeOf({ id, region }: RestApi, { method, path, resourceId }: Placed): string {
  const resource =
    resourceId ??
    `"$(aws apigateway get-resources --rest-api-id ${id} --query ${shellWord(`items[?path=='${path}'].id`)} --output text --region ${region})"`
  return `--rest-api-id ${id} --resource-id ${resource} --http-method ${method} --region ${region}`
}

/** The drafted routes that requests took. */
export function routesTaken(
  integrations: Integrations | undefined,
  requests: readonly { readonly method?: string; readonly path?: string | undefined }[],
): Route[] {
  return (integrations?.routes ?? []).filter((route) =>
    requests.some(
      ({ method, path }) =>
        path === route.path && (method === undefined || route.method === 'ANY' || method === route.method),
    ),
  )
}

/** Changes each integration behind the routes of an HTTP API, and deploys where the stage does not do so by itself. */
export function changeIntegrations(
  api: HttpApi,
  routes: readonly Route[],
  source: Integrations['source'],
  options: string,
): readonly string[] {
  const ids = [...new Set(routes.flatMap((route) => route.integration?.id ?? []))]
  if (ids.length === 0 || ids.length > mostRoutes) return []
  return [
    ...ids.map(
      (id) =>
        `aws apigatewayv2 update-integration --api-id ${api.id} --integration-id ${id} ${options} --region ${api.region}`,
    ),
    ...(source === 'draft'
      ? [
          `aws apigatewayv2 create-deployment --api-id ${api.id} --stage-name ${shellWord(api.stage)} --region ${api.region}`,
        ]
      : []),
  ]
}

/** Commands where there are some. */
export function withCommands(commands: readonly string[]): Fix {
  return commands.length === 0 ? {} : { cli: commands.join('\n') }
}
