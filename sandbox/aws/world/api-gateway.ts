import { z } from 'zod'
import { traffic } from './metrics.ts'
import { policyDocument, sdkShape, textMap, time } from './scalars.ts'

const integrationResponse = z.strictObject({
  selectionPattern: z.string().optional(),
  responseParameters: textMap.optional(),
  responseTemplates: textMap.optional(),
  contentHandling: z.string().optional(),
})

/** One method with its integration, in AWS's own names; `lambda`, `http` and `mock` fill the integration in. */
export const restMethod = z.strictObject({
  /** A function that is called by proxy: `orders`, `orders:live`, `${stageVariables.fn}`, or a function ARN. */
  lambda: z.string().optional(),
  /** A URL that is called by proxy. */
  http: z.string().optional(),
  mock: z.literal(true).optional(),
  type: z.enum(['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK']).optional(),
  uri: z.string().optional(),
  integrationHttpMethod: z.string().optional(),
  timeoutInMillis: z.number().optional(),
  credentials: z.string().optional(),
  connectionType: z.enum(['INTERNET', 'VPC_LINK']).optional(),
  connectionId: z.string().optional(),
  integrationTarget: z.string().optional(),
  contentHandling: z.string().optional(),
  passthroughBehavior: z.string().optional(),
  requestTemplates: textMap.optional(),
  requestParameters: textMap.optional(),
  integrationResponses: z.record(z.string(), integrationResponse).optional(),
  responseTransferMode: z.enum(['BUFFERED', 'STREAM']).optional(),
  tlsConfig: z.strictObject({ insecureSkipVerification: z.boolean().optional() }).optional(),
  cacheNamespace: z.string().optional(),
  cacheKeyParameters: z.array(z.string()).optional(),
  /** The method without any integration, as after an unfinished edit. */
  noIntegration: z.literal(true).optional(),
  authorizationType: z.enum(['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS']).optional(),
  /** An authorizer of this API by name. */
  authorizer: z.string().optional(),
  authorizationScopes: z.array(z.string()).optional(),
  apiKeyRequired: z.boolean().optional(),
  requestValidator: z.string().optional(),
  methodRequestParameters: z.record(z.string(), z.boolean()).optional(),
  requestModels: textMap.optional(),
  methodResponses: z.record(z.string(), sdkShape).optional(),
})

const methodKey = z
  .string()
  .regex(
    /^(GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS|ANY) \/\S*$/,
    'must be a method and a path such as "GET /orders/{id}"',
  )

/** `{ "GET /orders": "orders:live", "ANY /{proxy+}": { "http": "https://…" } }`: a plain string is a Lambda proxy. */
const restMethods = z.record(methodKey, z.union([z.string(), restMethod]))

const methodSetting = z.strictObject({
  loggingLevel: z.enum(['OFF', 'ERROR', 'INFO']).optional(),
  dataTraceEnabled: z.boolean().optional(),
  metricsEnabled: z.boolean().optional(),
  throttlingBurstLimit: z.number().optional(),
  throttlingRateLimit: z.number().optional(),
  cachingEnabled: z.boolean().optional(),
  cacheTtlInSeconds: z.number().optional(),
})

const restStage = z.strictObject({
  name: z.string(),
  deploymentId: z.string().optional(),
  variables: textMap.optional(),
  /** For every method of the stage, as are `dataTrace`, `detailedMetrics` and `throttle`. */
  loggingLevel: z.enum(['OFF', 'ERROR', 'INFO']).optional(),
  dataTrace: z.boolean().optional(),
  detailedMetrics: z.boolean().optional(),
  throttle: z.strictObject({ rateLimit: z.number().optional(), burstLimit: z.number().optional() }).optional(),
  /** By resource path and method as AWS writes them, slashes as `~1`: `"~1orders/GET"`. */
  methodSettings: z.record(z.string(), methodSetting).optional(),
  canary: z
    .strictObject({
      percentTraffic: z.number(),
      deploymentId: z.string().optional(),
      stageVariableOverrides: textMap.optional(),
      useStageCache: z.boolean().optional(),
    })
    .optional(),
  /** A log group by name, or an ARN. */
  accessLog: z
    .union([z.string(), z.strictObject({ destinationArn: z.string().optional(), format: z.string() })])
    .optional(),
  webAclArn: z.string().optional(),
  tracingEnabled: z.boolean().default(false),
  cacheClusterEnabled: z.boolean().default(false),
  cacheClusterSize: z.string().optional(),
  cacheClusterStatus: z.string().optional(),
  clientCertificateId: z.string().optional(),
  created: time.default('-90d'),
  updated: time.optional(),
  tags: textMap.optional(),
  traffic: z.array(traffic).default([]),
})

const authorizer = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  type: z.enum(['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS']).default('TOKEN'),
  lambda: z.string().optional(),
  authorizerUri: z.string().optional(),
  credentials: z.string().optional(),
  providerArns: z.array(z.string()).optional(),
  identitySource: z.string().optional(),
  identityValidationExpression: z.string().optional(),
  resultTtlSeconds: z.number().default(300),
})

export const restApi = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  description: z.string().optional(),
  stages: z.array(restStage).default([restStage.parse({ name: 'prod' })]),
  /** The draft: what GetResources shows. */
  methods: restMethods.default({}),
  /** What was deployed, newest last; left out, one deployment of the draft. */
  deployments: z
    .array(
      z.strictObject({
        id: z.string(),
        at: time.default('-30d'),
        description: z.string().optional(),
        methods: restMethods.optional(),
      }),
    )
    .default([]),
  gatewayResponses: z
    .record(
      z.string(),
      z.strictObject({
        statusCode: z.string().optional(),
        responseParameters: textMap.optional(),
        responseTemplates: textMap.optional(),
      }),
    )
    .default({}),
  authorizers: z.array(authorizer).default([]),
  requestValidators: z
    .array(
      z.strictObject({
        name: z.string(),
        id: z.string().optional(),
        validateRequestBody: z.boolean().default(false),
        validateRequestParameters: z.boolean().default(false),
      }),
    )
    .default([]),
  models: z
    .array(
      z.strictObject({ name: z.string(), contentType: z.string().default('application/json'), schema: z.unknown() }),
    )
    .default([]),
  binaryMediaTypes: z.array(z.string()).optional(),
  minimumCompressionSize: z.number().optional(),
  apiKeySource: z.enum(['HEADER', 'AUTHORIZER']).default('HEADER'),
  policy: policyDocument.optional(),
  endpoint: z.enum(['REGIONAL', 'EDGE', 'PRIVATE']).default('REGIONAL'),
  vpcEndpointIds: z.array(z.string()).optional(),
  disableExecuteApiEndpoint: z.boolean().default(false),
  apiStatus: z.string().optional(),
  created: time.default('-90d'),
  tags: textMap.optional(),
})

export const usagePlan = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  apiStages: z
    .array(
      z.strictObject({
        api: z.string(),
        stage: z.string(),
        throttle: z
          .record(z.string(), z.strictObject({ rateLimit: z.number().optional(), burstLimit: z.number().optional() }))
          .optional(),
      }),
    )
    .default([]),
  throttle: z.strictObject({ rateLimit: z.number().optional(), burstLimit: z.number().optional() }).optional(),
  quota: z
    .strictObject({ limit: z.number(), period: z.enum(['DAY', 'WEEK', 'MONTH']), offset: z.number().optional() })
    .optional(),
  /** Keys with what they have used: `[[used, remaining], …]` for each day. */
  keys: z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string().optional(),
        enabled: z.boolean().default(true),
        usage: z.array(z.tuple([z.number(), z.number()])).optional(),
      }),
    )
    .default([]),
})

export const domainName = z.strictObject({
  name: z.string(),
  endpoint: z.enum(['REGIONAL', 'EDGE', 'PRIVATE']).default('REGIONAL'),
  status: z.string().default('AVAILABLE'),
  statusMessage: z.string().optional(),
  securityPolicy: z.string().default('TLS_1_2'),
  endpointAccessMode: z.enum(['BASIC', 'STRICT']).optional(),
  routingMode: z
    .enum(['BASE_PATH_MAPPING_ONLY', 'ROUTING_RULE_ONLY', 'ROUTING_RULE_THEN_BASE_PATH_MAPPING'])
    .default('BASE_PATH_MAPPING_ONLY'),
  certificateArn: z.string().optional(),
  mutualTls: z
    .strictObject({
      truststoreUri: z.string(),
      truststoreVersion: z.string().optional(),
      truststoreWarnings: z.array(z.string()).optional(),
    })
    .optional(),
  /** `api` is a REST, HTTP or WebSocket API by name or id. */
  mappings: z.array(z.strictObject({ path: z.string().default(''), api: z.string(), stage: z.string() })).default([]),
  routingRules: z
    .array(
      z.strictObject({
        id: z.string().optional(),
        priority: z.number(),
        conditions: z.array(sdkShape).default([]),
        api: z.string(),
        stage: z.string(),
        stripBasePath: z.boolean().default(false),
      }),
    )
    .default([]),
  tags: textMap.optional(),
})

export const vpcLink = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  targetArns: z.array(z.string()).default([]),
  status: z.enum(['AVAILABLE', 'PENDING', 'DELETING', 'FAILED']).default('AVAILABLE'),
  statusMessage: z.string().optional(),
})

export type RestApi = z.infer<typeof restApi>
export type RestStage = z.infer<typeof restStage>
export type RestMethod = z.infer<typeof restMethod>
export type RestMethods = z.infer<typeof restMethods>
export type DomainName = z.infer<typeof domainName>
export type UsagePlan = z.infer<typeof usagePlan>
