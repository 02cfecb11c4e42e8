import { z } from 'zod'
import { traffic } from './metrics.ts'
import { sdkShape, textMap, time } from './scalars.ts'

const integration = z.strictObject({
  id: z.string().optional(),
  /** A function that is called by proxy: `orders`, `orders:live`, or an ARN. */
  lambda: z.string().optional(),
  http: z.string().optional(),
  type: z.enum(['AWS_PROXY', 'HTTP_PROXY', 'AWS', 'HTTP', 'MOCK']).optional(),
  subtype: z.string().optional(),
  uri: z.string().optional(),
  method: z.string().optional(),
  payloadFormatVersion: z.enum(['1.0', '2.0']).optional(),
  timeoutInMillis: z.number().default(30_000),
  connectionType: z.enum(['INTERNET', 'VPC_LINK']).default('INTERNET'),
  connectionId: z.string().optional(),
  credentials: z.string().optional(),
  tlsServerName: z.string().optional(),
  requestParameters: textMap.optional(),
  responseParameters: z.record(z.string(), textMap).optional(),
})

const route = z.union([
  z.string(),
  integration.extend({
    authorizationType: z.enum(['NONE', 'AWS_IAM', 'CUSTOM', 'JWT']).optional(),
    authorizer: z.string().optional(),
    authorizationScopes: z.array(z.string()).optional(),
    apiKeyRequired: z.boolean().optional(),
  }),
])

const stage = z.strictObject({
  name: z.string().default('$default'),
  autoDeploy: z.boolean().default(true),
  deploymentId: z.string().optional(),
  lastDeploymentStatusMessage: z.string().optional(),
  variables: textMap.optional(),
  accessLog: z
    .union([z.string(), z.strictObject({ destinationArn: z.string().optional(), format: z.string() })])
    .optional(),
  throttle: z.strictObject({ rateLimit: z.number().optional(), burstLimit: z.number().optional() }).optional(),
  routeSettings: z.record(z.string(), sdkShape).optional(),
  detailedMetrics: z.boolean().default(false),
  loggingLevel: z.enum(['OFF', 'ERROR', 'INFO']).optional(),
  dataTrace: z.boolean().optional(),
  created: time.default('-90d'),
  updated: time.optional(),
  tags: textMap.optional(),
  traffic: z.array(traffic).default([]),
})

const authorizer = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  type: z.enum(['JWT', 'REQUEST']).default('JWT'),
  identitySource: z.array(z.string()).default(['$request.header.Authorization']),
  issuer: z.string().optional(),
  audience: z.array(z.string()).optional(),
  lambda: z.string().optional(),
  credentials: z.string().optional(),
  payloadFormatVersion: z.string().optional(),
  enableSimpleResponses: z.boolean().optional(),
  resultTtlSeconds: z.number().optional(),
})

/** An HTTP or WebSocket API. */
export const v2Api = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  description: z.string().optional(),
  stages: z.array(stage).default([stage.parse({})]),
  /** `{ "GET /orders": "orders:live", "$default": { "http": "https://…" } }`: a plain string is a Lambda proxy. */
  routes: z.record(z.string(), route).default({}),
  /** What ExportApi shows for a stage where it differs from the routes above. */
  deployedRoutes: z.record(z.string(), route).optional(),
  deployments: z
    .array(
      z.strictObject({
        id: z.string(),
        at: time.default('-30d'),
        status: z.enum(['DEPLOYED', 'PENDING', 'FAILED']).default('DEPLOYED'),
        statusMessage: z.string().optional(),
      }),
    )
    .default([]),
  authorizers: z.array(authorizer).default([]),
  cors: z
    .strictObject({
      allowOrigins: z.array(z.string()).optional(),
      allowMethods: z.array(z.string()).optional(),
      allowHeaders: z.array(z.string()).optional(),
      exposeHeaders: z.array(z.string()).optional(),
      allowCredentials: z.boolean().optional(),
      maxAge: z.number().optional(),
    })
    .optional(),
  disableExecuteApiEndpoint: z.boolean().default(false),
  routeSelectionExpression: z.string().optional(),
  created: time.default('-90d'),
  tags: textMap.optional(),
})

export const vpcLinkV2 = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  status: z.enum(['AVAILABLE', 'PENDING', 'DELETING', 'FAILED', 'INACTIVE']).default('AVAILABLE'),
  statusMessage: z.string().optional(),
  subnetIds: z.array(z.string()).default([]),
  securityGroupIds: z.array(z.string()).default([]),
})

export type V2Api = z.infer<typeof v2Api>
export type V2Stage = z.infer<typeof stage>
export type V2Route = z.infer<typeof route>
export type V2Integration = z.infer<typeof integration>
