import { APIGatewayClient, GetBasePathMappingsCommand } from '@aws-sdk/client-api-gateway'
import { ApiGatewayV2Client, GetApiMappingsCommand } from '@aws-sdk/client-apigatewayv2'
import type { AwsReader } from '../../aws/reader.ts'
import type { Symptom } from '../symptom.ts'
import { httpApi, placeOf, restApi, type Target } from '../target.ts'
import { httpStages, listHttpApis, listRestApis, restStages } from './api-calls.ts'
import { ownerOfLogGroup } from './log-group-name.ts'
import { apiSymptoms, type Candidate, type Lookup, type LookupResult } from './resolution.ts'

const symptomsOfApis: readonly Symptom[] = [
  '502',
  '504',
  '500',
  '4xx',
  '403',

  'errors',
  'timeout',
  'throttled',
  'cold-start',
  'slow',
  'denied',
]
const mostStages = 4

/** `orders-api`, `a1b2c3d4e5`, `orders-api/prod`, an execute-api URL or host, an execution log group: the API's part and the stage's. */
export function apiHint(text: string): { readonly api: string; readonly stage?: string } {
  const host =
    /^(?:https?:\/\/)?([a-z0-9]{6,14})\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?(?:\/([\w$-]+))?/i.exec(text)
  if (host?.[1] !== undefined) return { api: host[1], ...(host[2] !== undefined && { stage: host[2] }) }
  const arn =
    /^arn:[\w-]+:(?:apigateway|execute-api):[\w-]*:\d*:(?:\/(?:restapis|apis)\/)?([a-z0-9]{6,14})(?:\/(?:stages\/)?([\w$-]+))?/i.exec(
      text,
    )
  if (arn?.[1] !== undefined) return { api: arn[1], ...(arn[2] !== undefined && { stage: arn[2] }) }
  const slash = /^([^/:]+)\/([\w$-]+)$/.exec(ownerOfLogGroup(text))
  return slash?.[1] !== undefined && slash[2] !== undefined ? { api: slash[1], stage: slash[2] } : { api: text }
}

/** The stages of a REST API as targets: the one asked for, else all of them. */
export async function restApiStages(
  aws: AwsReader,
  id: string,
  name: string,
  stage: string | undefined,
): Promise<LookupResult> {
  const stages = (await restStages(aws, id)).map((each) => each.stageName ?? '').filter((each) => each !== '')
  return stagesResult(stages, stage, name, (each) => ({
    target: restApi(placeOf(aws), id, name, each),
    label: `REST API ${name} (${id}), stage ${each}`,
    hint: `${id}/${each}`,
  }))
}

/** The stages of an HTTP or WebSocket API as targets. */
export async function httpApiStages(
  aws: AwsReader,
  api: { id: string; name: string; protocol: string },
  stage: string | undefined,
): Promise<LookupResult> {
  const stages = (await httpStages(aws, api.id)).map((each) => each.StageName ?? '').filter((each) => each !== '')
  const isWebSocket = api.protocol === 'WEBSOCKET'
  return stagesResult(stages, stage, api.name, (each) => {
    const target = httpApi(placeOf(aws), api.id, api.name, each)
    return {
      target: isWebSocket ? ({ ...target, kind: 'websocket-api' } as Target) : target,
      label: `${isWebSocket ? 'WebSocket' : 'HTTP'} API ${api.name} (${api.id}), stage ${each}`,
      hint: `${api.id}/${each}`,
    }
  })
}

function stagesResult(
  stages: readonly string[],
  wanted: string | undefined,
  name: string,
  toCandidate: (stage: string) => Candidate,
): LookupResult {
  const chosen = wanted === undefined ? stages.slice(0, mostStages) : stages.filter((each) => each === wanted)
  const left = wanted === undefined ? stages.slice(mostStages) : []
  return {
    exact: chosen.map(toCandidate),
    others: wanted !== undefined && chosen.length === 0 ? stages.map((each) => `${name}/${each}`) : [],
    notes: [
      ...(stages.length === 0 ? [`${name} has no stage: nothing of it is deployed.`] : []),
      ...(left.length > 0
        ? [`${name} has ${stages.length} stages; not looked at: ${left.join(', ')}. Name one as ${name}/STAGE.`]
        : []),
    ],
  }
}

function merged(results: readonly LookupResult[], others: readonly string[]): LookupResult {
  return {
    exact: results.flatMap((result) => result.exact),
    others: [...results.flatMap((result) => result.others), ...others],
    notes: results.flatMap((result) => result.notes ?? []),
  }
}

export const restApiLookup: Lookup = {
  id: 'api-gateway.rest-apis',
  actions: ['apigateway:GET'],
  resource: (_, aws) => `arn:${aws.partition}:apigateway:${aws.region}::/restapis`,
  fits: (_, symptom) => symptomsOfApis.includes(symptom),
  round: (symptom) => (apiSymptoms.includes(symptom) ? 1 : 2),
  begin: (_, aws) => [listRestApis(aws)],
  async find(text, aws) {
    const { api, stage } = apiHint(text)
    const apis = await listRestApis(aws)
    const exact = apis.filter((each) => each.id === api || each.name === api)
    return merged(
      await Promise.all(exact.map((each) => restApiStages(aws, each.id ?? '', each.name ?? '', stage))),
      apis.map((each) => each.name ?? ''),
    )
  },
}

export const httpApiLookup: Lookup = {
  id: 'api-gateway.http-apis',
  actions: ['apigateway:GET'],
  resource: (_, aws) => `arn:${aws.partition}:apigateway:${aws.region}::/apis`,
  fits: (_, symptom) => symptomsOfApis.includes(symptom),
  round: (symptom) => (apiSymptoms.includes(symptom) ? 1 : 2),
  begin: (_, aws) => [listHttpApis(aws)],
  async find(text, aws) {
    const { api, stage } = apiHint(text)
    const apis = await listHttpApis(aws)
    const exact = apis.filter((each) => each.ApiId === api || each.Name === api)
    return merged(
      await Promise.all(
        exact.map((each) =>
          httpApiStages(
            aws,
            { id: each.ApiId ?? '', name: each.Name ?? '', protocol: each.ProtocolType ?? 'HTTP' },
            stage,
          ),
        ),
      ),
      apis.map((each) => each.Name ?? ''),
    )
  },
}

/** `api.example.com` and `https://api.example.com/v1`: the APIs mapped to a custom domain. */
export const domainLookup: Lookup = {
  id: 'api-gateway.domain-names',
  actions: ['apigateway:GET'],
  resource: (_, aws) => `arn:${aws.partition}:apigateway:${aws.region}::/domainnames/*`,
  fits: (text, symptom) =>
    symptomsOfApis.includes(symptom) &&
    /^(https?:\/\/)?[\w-]+(\.[\w-]+)+/.test(text) &&
    !text.includes('execute-api') &&
    !text.startsWith('arn:'),
  round: (symptom) => (apiSymptoms.includes(symptom) ? 1 : 2),
  async find(text, aws) {
    const [domain = '', ...rest] = text.replace(/^https?:\/\//, '').split('/')
    const basePath = rest[0] ?? ''
    const place = placeOf(aws)
    const bare: Candidate = {
      target: {
        kind: 'api-domain',
        id: domain,
        name: domain,
        arn: `arn:${aws.partition}:apigateway:${aws.region}::/domainnames/${domain}`,
        ...place,
      },
      label: `custom domain ${domain}`,
      hint: domain,
    }
    const [v1, v2] = await Promise.all([
      aws.client(APIGatewayClient).send(new GetBasePathMappingsCommand({ domainName: domain, limit: 500 })),
      aws
        .client(ApiGatewayV2Client)
        .send(new GetApiMappingsCommand({ DomainName: domain }))
        .catch(() => ({ Items: [] })),
    ])
    const mappings = [
      ...(v1.items ?? []).map((each) => ({
        path: each.basePath === '(none)' ? '' : (each.basePath ?? ''),
        id: each.restApiId ?? '',
        stage: each.stage,
      })),
      ...(v2.Items ?? []).map((each) => ({ path: each.ApiMappingKey ?? '', id: each.ApiId ?? '', stage: each.Stage })),
    ]
    const fitting = mappings.filter((each) => each.path === basePath)
    const chosen = fitting.length > 0 ? fitting : mappings.filter((each) => each.path === '' || basePath === '')
    if (chosen.length === 0) return { exact: [bare], others: [] }
    const [rest1, http] = await Promise.all([listRestApis(aws), listHttpApis(aws)])
    const seen = new Set<string>()
    const results = await Promise.all(
      chosen
        .filter((each) => !seen.has(each.id) && seen.add(each.id))
        .map((each) => {
          const asRest = rest1.find((api) => api.id === each.id)
          if (asRest !== undefined) return restApiStages(aws, each.id, asRest.name ?? each.id, each.stage)
          const asHttp = http.find((api) => api.ApiId === each.id)
          return httpApiStages(
            aws,
            { id: each.id, name: asHttp?.Name ?? each.id, protocol: asHttp?.ProtocolType ?? 'HTTP' },
            each.stage,
          )
        }),
    )
    // Several APIs behind one domain are parts of it: which of them fails is the question.
    return { ...merged(results, []), isGroup: true }
  },
}
