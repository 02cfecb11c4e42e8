import { APIGatewayClient, GetExportCommand } from '@aws-sdk/client-api-gateway'
import * as z from 'zod'
import type { RestApi } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeGateway, gatewayArn, stageKey } from './cite.ts'
import { given, type Integration, type Route, withoutQuery } from './route.ts'

const integrationDocument = z.looseObject({
  type: z.string().optional(),
  uri: z.string().optional(),
  httpMethod: z.string().optional(),
  timeoutInMillis: z.coerce.number().optional(),
  credentials: z.string().optional(),
  connectionType: z.string().optional(),
  connectionId: z.string().optional(),
  contentHandling: z.string().optional(),
  passthroughBehavior: z.string().optional(),
  responseTransferMode: z.string().optional(),
  responses: z.record(z.string(), z.unknown()).optional(),
})
const operationDocument = z.looseObject({
  security: z.array(z.record(z.string(), z.unknown())).optional(),
  'x-amazon-apigateway-integration': integrationDocument.optional(),
  'x-amazon-apigateway-request-validator': z.string().optional(),
  'x-amazon-apigateway-auth': z.looseObject({ type: z.string().optional() }).optional(),
})
const exportDocument = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  components: z
    .looseObject({ securitySchemes: z.record(z.string(), z.record(z.string(), z.unknown())).optional() })
    .optional(),
})

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'x-amazon-apigateway-any-method']

/** Reads the routes that a stage of a REST API really serves: the deployed snapshot, not the draft. */
export const restExport = defineProbe<readonly Route[], RestApi>({
  id: 'api-gateway.rest-export',
  actions: ['apigateway:GET'],
  key: stageKey,
  resource: (api) => gatewayArn(api, `/restapis/${api.id}/stages/${api.stage}/exports/oas30`),
  async fetch(api, { aws }) {
    const { body } = await aws.client(APIGatewayClient).send(
      new GetExportCommand({
        restApiId: api.id,
        stageName: api.stage,
        exportType: 'oas30',
        parameters: { extensions: 'integrations,authorizers' },
        accepts: 'application/json',
      }),
    )
    return deployedRoutes(new TextDecoder().decode(body ?? new Uint8Array()))
  },
  cite: (api) => {
    const citation = citeGateway(
      api,
      'apigateway',
      'GetExport',
      { restApiId: api.id, stageName: api.stage, exportType: 'oas30' },
      `apis/${api.id}/stages?api=${api.id}`,
    )
    return {
      ...citation,
      cli: `${citation.cli} --parameters extensions=integrations,authorizers --accepts application/json /dev/stdout`,
    }
  },
})

export function deployedRoutes(text: string): Route[] {
  const document = exportDocument.parse(JSON.parse(text))
  const schemes = document.components?.securitySchemes ?? {}
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    methods.flatMap((name) => {
      const operation = operationDocument.safeParse(operations[name])
      return operations[name] === undefined || !operation.success ? [] : [routeOf(path, name, operation.data, schemes)]
    }),
  )
}

function routeOf(
  path: string,
  name: string,
  operation: z.infer<typeof operationDocument>,
  schemes: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Route {
  const secured = (operation.security ?? []).flatMap(Object.keys)
  const isKey = (scheme: string): boolean =>
    scheme === 'api_key' ||
    (schemes[scheme]?.name === 'x-api-key' && schemes[scheme]?.['x-amazon-apigateway-authtype'] === undefined)
  const authorizer = secured.find((scheme) => !isKey(scheme))
  const found = operation['x-amazon-apigateway-integration']
  return {
    method: name === 'x-amazon-apigateway-any-method' ? 'ANY' : name.toUpperCase(),
    path,
    isKeyRequired: secured.some(isKey),
    hasValidator: operation['x-amazon-apigateway-request-validator'] !== undefined,
    ...given({ authorizationType: authorizationOf(operation, authorizer, schemes) }),
    ...(found !== undefined && { integration: integrationOf(found) }),
  }
}

function authorizationOf(
  operation: z.infer<typeof operationDocument>,
  authorizer: string | undefined,
  schemes: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): string | undefined {
  const type =
    operation['x-amazon-apigateway-auth']?.type ??
    (authorizer === undefined ? undefined : schemes[authorizer]?.['x-amazon-apigateway-authtype'])
  if (typeof type === 'string' && /aws_?iam|awssigv4/i.test(type)) return 'AWS_IAM'
  if (authorizer === 'sigv4') return 'AWS_IAM'
  if (authorizer === undefined || type === undefined) return undefined
  return type === 'cognito_user_pools' ? 'COGNITO_USER_POOLS' : 'CUSTOM'
}

function integrationOf(found: z.infer<typeof integrationDocument>): Integration {
  return {
    type: (found.type ?? 'mock').toUpperCase(),
    ...given({
      uri: withoutQuery(found.uri),
      httpMethod: found.httpMethod,
      timeoutMs: found.timeoutInMillis,
      credentials: found.credentials,
      connectionType: found.connectionType,
      connectionId: found.connectionId,
      contentHandling: found.contentHandling,
      passthroughBehavior: found.passthroughBehavior?.toUpperCase(),
      responseTransferMode: found.responseTransferMode,
    }),
    ...(found.responses !== undefined && { hasDefaultResponse: 'default' in found.responses }),
  }
}
