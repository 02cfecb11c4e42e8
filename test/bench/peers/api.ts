import type { Resource } from '@aws-sdk/client-api-gateway'
import { failureWords, functionNameOf, readFunction } from './function.ts'
import { type Runbook, readLog, readMetrics, readTrail, type Script } from './script.ts'

const mostFunctions = 5

/** why-502, why-504, why-500 and why-4xx: the API by its name, its stage and integrations, its logs, and each function behind it. */
export const apiRunbook: Runbook = async (script, { name, symptom }) => {
  const [apiName = name, stageName] = name.split('/')
  const [rest, http] = await Promise.all([
    script.read('apigateway get-rest-apis', () => script.apigateway.getRestApis({ limit: 500 })),
    script.read('apigatewayv2 get-apis', () => script.apigatewayv2.getApis({ MaxResults: '500' })),
  ])
  const restApi = rest?.items?.find((api) => api.name === apiName || api.id === apiName)
  if (restApi?.id !== undefined) return readRestApi(script, restApi.id, apiName, stageName, symptom === '4xx')
  const httpApi = http?.Items?.find((api) => api.Name === apiName || api.ApiId === apiName)
  if (httpApi?.ApiId !== undefined) await readHttpApi(script, httpApi.ApiId, stageName)
}

async function readRestApi(
  script: Script,
  id: string,
  name: string,
  stageName: string | undefined,
  isRefused: boolean,
): Promise<void> {
  const [stages, resources] = await Promise.all([
    script.read(`apigateway get-stages ${id}`, () => script.apigateway.getStages({ restApiId: id })),
    script.read(`apigateway get-resources ${id}`, () =>
      script.apigateway.getResources({ restApiId: id, limit: 500, embed: ['methods'] }),
    ),
    readTrail(script, id),
    ...(isRefused
      ? [
          script.read('apigateway get-usage-plans', () => script.apigateway.getUsagePlans({})),
          script.read(`apigateway get-authorizers ${id}`, () => script.apigateway.getAuthorizers({ restApiId: id })),
        ]
      : []),
  ])
  const stage = stages?.item?.find((each) => each.stageName === stageName) ?? stages?.item?.[0]
  if (stage?.stageName === undefined) return
  const dimensions = { ApiName: name, Stage: stage.stageName }
  const access = stage.accessLogSettings?.destinationArn
  await Promise.all([
    readMetrics(script, [
      ...['Count', '4XXError', '5XXError'].map((metric) => ['AWS/ApiGateway', metric, 'Sum', dimensions] as const),
      ['AWS/ApiGateway', 'Latency', 'p99', dimensions],
      ['AWS/ApiGateway', 'IntegrationLatency', 'p99', dimensions],
    ]),
    readLog(
      script,
      `API-Gateway-Execution-Logs_${id}/${stage.stageName}`,
      isRefused
        ? '"Method completed with status: 4"'
        : '?"Execution failed" ?"Lambda execution failed" ?"Lambda invocation failed"',
    ),
    ...(access === undefined ? [] : [readAccessLog(script, access, isRefused)]),
    ...functionsOf(resources?.items ?? [], stage.variables ?? {})
      .slice(0, mostFunctions)
      .map((each) => readFunction(script, each)),
  ])
}

async function readHttpApi(script: Script, id: string, stageName: string | undefined): Promise<void> {
  const [stages, integrations] = await Promise.all([
    script.read(`apigatewayv2 get-stages ${id}`, () => script.apigatewayv2.getStages({ ApiId: id })),
    script.read(`apigatewayv2 get-integrations ${id}`, () => script.apigatewayv2.getIntegrations({ ApiId: id })),
    script.read(`apigatewayv2 get-routes ${id}`, () => script.apigatewayv2.getRoutes({ ApiId: id })),
    readTrail(script, id),
  ])
  const stage = stages?.Items?.find((each) => each.StageName === stageName) ?? stages?.Items?.[0]
  const access = stage?.AccessLogSettings?.DestinationArn
  const dimensions = { ApiId: id, Stage: stage?.StageName ?? '$default' }
  const functions = [...new Set((integrations?.Items ?? []).flatMap(({ IntegrationUri: uri }) => lambdaOf(uri)))]
  await Promise.all([
    readMetrics(script, [
      ...['Count', '4xx', '5xx'].map((metric) => ['AWS/ApiGateway', metric, 'Sum', dimensions] as const),
      ['AWS/ApiGateway', 'Latency', 'p99', dimensions],
      ['AWS/ApiGateway', 'IntegrationLatency', 'p99', dimensions],
    ]),
    ...(access === undefined ? [] : [readAccessLog(script, access, false)]),
    ...functions.slice(0, mostFunctions).map((each) => readFunction(script, each, failureWords)),
  ])
}

function readAccessLog(script: Script, arn: string, isRefused: boolean): Promise<void> {
  const group = arn.split(':log-group:')[1]?.replace(/:\*$/, '')
  const statuses = isRefused ? ['400', '401', '403', '404', '413', '415', '429'] : ['500', '502', '503', '504']
  return group === undefined
    ? Promise.resolve()
    : readLog(script, group, statuses.map((each) => `?"${each}"`).join(' '))
}

function functionsOf(resources: readonly Resource[], variables: Readonly<Record<string, string>>): string[] {
  const uris = resources.flatMap(({ resourceMethods = {} }) =>
    Object.values(resourceMethods).flatMap(({ methodIntegration }) => methodIntegration?.uri ?? []),
  )
  const filled = uris.map((uri) => uri.replaceAll(/\$\{stageVariables\.(\w+)\}/g, (_, key) => variables[key] ?? ''))
  return [...new Set(filled.flatMap(lambdaOf))]
}

function lambdaOf(uri: string | undefined): string[] {
  return uri?.includes(':function:') === true ? [functionNameOf(uri)] : []
}
