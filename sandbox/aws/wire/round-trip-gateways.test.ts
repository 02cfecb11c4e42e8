import * as apigateway from '@aws-sdk/client-api-gateway'
import * as v2 from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SimulatedAws, startAws } from '../server.ts'
import { loopbackConfig } from './loopback-config.ts'
import { now, world } from './round-trip-world.ts'

let aws: SimulatedAws
let at: ReturnType<typeof loopbackConfig>
beforeAll(async () => {
  aws = await startAws(world, { now })
  at = loopbackConfig(aws.url)
})
afterAll(() => aws.close())

/** One operation through the real client of its service, with what has to come back. */
const reads: readonly (readonly [string, () => Promise<unknown>, unknown])[] = [
  [
    'apigateway GetRestApis',
    () => gateway(new apigateway.GetRestApisCommand({})),
    { items: [{ id: 'a1b2c3d4e5', name: 'orders-api', createdDate: new Date('2026-08-25T12:00:00Z') }] },
  ],
  [
    'apigateway GetRestApi',
    () => gateway(new apigateway.GetRestApiCommand({ restApiId: 'a1b2c3d4e5' })),
    { policy: expect.stringContaining('\\"Effect\\"') },
  ],
  [
    'apigateway GetStage',
    () => gateway(new apigateway.GetStageCommand({ restApiId: 'a1b2c3d4e5', stageName: 'prod' })),
    { deploymentId: 'dep001', variables: { fn: 'orders' }, methodSettings: { '*/*': { loggingLevel: 'INFO' } } },
  ],
  [
    'apigateway GetResources',
    () => gateway(new apigateway.GetResourcesCommand({ restApiId: 'a1b2c3d4e5', embed: ['methods'] })),
    {
      items: expect.arrayContaining([
        expect.objectContaining({
          path: '/orders',
          resourceMethods: { POST: expect.objectContaining({ apiKeyRequired: true }) },
        }),
      ]),
    },
  ],
  [
    'apigateway GetExport',
    async () =>
      JSON.parse(
        Buffer.from(
          (
            await gateway(
              new apigateway.GetExportCommand({
                restApiId: 'a1b2c3d4e5',
                stageName: 'prod',
                exportType: 'oas30',
                parameters: { extensions: 'integrations' },
              }),
            )
          ).body ?? [],
        ).toString(),
      ),
    {
      openapi: '3.0.1',
      paths: { '/orders/{id}': { get: { 'x-amazon-apigateway-integration': { type: 'aws_proxy' } } } },
    },
  ],
  [
    'apigateway GetGatewayResponses',
    () => gateway(new apigateway.GetGatewayResponsesCommand({ restApiId: 'a1b2c3d4e5' })),
    {
      items: expect.arrayContaining([
        expect.objectContaining({ responseType: 'DEFAULT_5XX', statusCode: '503', defaultResponse: false }),
      ]),
    },
  ],
  [
    'apigateway GetAuthorizers',
    () => gateway(new apigateway.GetAuthorizersCommand({ restApiId: 'a1b2c3d4e5' })),
    { items: [{ name: 'jwt', authorizerUri: expect.stringContaining('function:authorizer/invocations') }] },
  ],
  [
    'apigateway GetUsagePlans',
    () => gateway(new apigateway.GetUsagePlansCommand({})),
    { items: [{ name: 'gold', apiStages: [{ apiId: 'a1b2c3d4e5', stage: 'prod' }] }] },
  ],
  [
    'apigateway GetBasePathMappings',
    () => gateway(new apigateway.GetBasePathMappingsCommand({ domainName: 'api.example.com' })),
    { items: [{ basePath: 'v1', restApiId: 'a1b2c3d4e5' }] },
  ],
  [
    'apigateway GetVpcLink',
    () => gateway(new apigateway.GetVpcLinkCommand({ vpcLinkId: 'vl1' })),
    { status: 'FAILED', statusMessage: 'gone' },
  ],
  [
    'apigateway GetAccount',
    () => gateway(new apigateway.GetAccountCommand({})),
    { throttleSettings: { rateLimit: 10_000, burstLimit: 5000 } },
  ],
  [
    'apigatewayv2 GetApis',
    () => httpApi(new v2.GetApisCommand({})),
    { Items: [{ ApiId: 'h1', ProtocolType: 'HTTP' }] },
  ],
  [
    'apigatewayv2 GetRoutes',
    () => httpApi(new v2.GetRoutesCommand({ ApiId: 'h1' })),
    { Items: [{ RouteKey: 'GET /carts' }, { RouteKey: '$default' }] },
  ],
  [
    'apigatewayv2 GetIntegrations',
    () => httpApi(new v2.GetIntegrationsCommand({ ApiId: 'h1' })),
    { Items: [{ PayloadFormatVersion: '2.0', TimeoutInMillis: 30_000 }, { TimeoutInMillis: 5000 }] },
  ],
  [
    'apigatewayv2 GetStages',
    () => httpApi(new v2.GetStagesCommand({ ApiId: 'h1' })),
    { Items: [{ StageName: '$default', AutoDeploy: true }] },
  ],
  [
    'apigatewayv2 ListRoutingRules',
    () => httpApi(new v2.ListRoutingRulesCommand({ DomainName: 'api.example.com' })),
    { RoutingRules: [{ Priority: 10 }] },
  ],
]

it.each(reads)('%s', async (_name, read, expected) => {
  expect(await read()).toMatchObject(Object(expected))
})

const gateway: apigateway.APIGatewayClient['send'] = (command: never) =>
  new apigateway.APIGatewayClient(at).send(command)
const httpApi: v2.ApiGatewayV2Client['send'] = (command: never) => new v2.ApiGatewayV2Client(at).send(command)
