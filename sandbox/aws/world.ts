import { z } from 'zod'
import { accessSchema } from './world/access.ts'
import { domainName, restApi, usagePlan, vpcLink } from './world/api-gateway.ts'
import { dynamoDbAccount, eventBus, eventRule, key, queue, scalableTarget, secret, table, topic } from './world/data.ts'
import { cloudTrail, stack, trailEvent } from './world/history.ts'
import { v2Api, vpcLinkV2 } from './world/http-api.ts'
import { group, iamAccount, managedPolicy, role, user } from './world/iam.ts'
import { eventSourceMapping, lambdaAccount, lambdaFunction, layer } from './world/lambda.ts'
import { logGroup } from './world/logs.ts'
import { alarm, series } from './world/metrics.ts'
import {
  loadBalancer,
  natGateway,
  networkAcl,
  networkInterface,
  routeTable,
  securityGroup,
  subnet,
  targetGroup,
  volume,
  vpc,
  vpcEndpoint,
} from './world/network.ts'
import { sdkShape } from './world/scalars.ts'
import { accessPoint, accountPublicAccessBlock, bucket } from './world/storage.ts'
import { config, cost, webAcl, xray } from './world/watching.ts'

/** What one account holds in one region. */
const placeSchema = {
  restApis: z.array(restApi).default([]),
  httpApis: z.array(v2Api).default([]),
  webSocketApis: z.array(v2Api).default([]),
  domainNames: z.array(domainName).default([]),
  vpcLinks: z.array(vpcLink).default([]),
  vpcLinksV2: z.array(vpcLinkV2).default([]),
  usagePlans: z.array(usagePlan).default([]),
  apiGatewayAccount: z
    .strictObject({
      rateLimit: z.number().default(10_000),
      burstLimit: z.number().default(5000),
      cloudwatchRoleArn: z.string().nullable().optional(),
    })
    .default({ rateLimit: 10_000, burstLimit: 5000 }),
  functions: z.array(lambdaFunction).default([]),
  eventSourceMappings: z.array(eventSourceMapping).default([]),
  layers: z.array(layer).default([]),
  lambdaAccount: lambdaAccount.default(lambdaAccount.parse({})),
  metrics: z.array(series).default([]),
  alarms: z.array(alarm).default([]),
  logGroups: z.array(logGroup).default([]),
  trail: z.array(trailEvent).default([]),
  cloudTrails: z.array(cloudTrail).default([]),
  /** Event data stores of CloudTrail Lake, by name. */
  eventDataStores: z.array(z.string()).default([]),
  stacks: z.array(stack).default([]),
  roles: z.array(role).default([]),
  users: z.array(user).default([]),
  groups: z.array(group).default([]),
  policies: z.array(managedPolicy).default([]),
  iamAccount: iamAccount.default(iamAccount.parse({})),
  vpcs: z.array(vpc).default([]),
  subnets: z.array(subnet).default([]),
  routeTables: z.array(routeTable).default([]),
  securityGroups: z.array(securityGroup).default([]),
  networkAcls: z.array(networkAcl).default([]),
  natGateways: z.array(natGateway).default([]),
  vpcEndpoints: z.array(vpcEndpoint).default([]),
  networkInterfaces: z.array(networkInterface).default([]),
  volumes: z.array(volume).default([]),
  ebsEncryptionByDefault: z.boolean().default(false),
  loadBalancers: z.array(loadBalancer).default([]),
  targetGroups: z.array(targetGroup).default([]),
  webAcls: z.array(webAcl).default([]),
  tables: z.array(table).default([]),
  dynamoDbAccount: dynamoDbAccount.default(dynamoDbAccount.parse({})),
  scalableTargets: z.array(scalableTarget).default([]),
  queues: z.array(queue).default([]),
  topics: z.array(topic).default([]),
  eventBuses: z.array(eventBus).default([]),
  eventRules: z.array(eventRule).default([]),
  keys: z.array(key).default([]),
  secrets: z.array(secret).default([]),
  buckets: z.array(bucket).default([]),
  accessPoints: z.array(accessPoint).default([]),
  accountPublicAccessBlock: accountPublicAccessBlock.default(null),
  xray: xray.default(xray.parse({})),
  costs: z.array(cost).default([]),
  /** What anomaly detection marked, in the SDK's own shape; days may be written as times. */
  costAnomalies: z.array(sdkShape).default([]),
  config: config.default(config.parse({})),
}

const account = z.string().regex(/^\d{12}$/, 'must be twelve digits')

const placeAt = z.strictObject({ account: account.optional(), region: z.string().optional(), ...placeSchema })

const worldSchema = z.strictObject({
  /** For people: what this world is about. */
  title: z.string().optional(),
  account: account.default('123456789012'),
  accountAlias: z.string().optional(),
  /** Every declared account belongs to it. */
  organization: z.string().default('o-sandbox1234'),
  region: z.string().default('eu-west-1'),
  ...accessSchema,
  ...placeSchema,
  /** What other accounts and regions hold. */
  elsewhere: z.array(placeAt).default([]),
})

/** A world as a file writes it; only what differs from the defaults. */
export type DeclaredWorld = z.input<typeof worldSchema>
/** A world with its defaults filled in. */
export type World = z.infer<typeof worldSchema>
/** What one account holds in one region. */
export type Place = Omit<z.infer<typeof placeAt>, 'account' | 'region'> & {
  readonly account: string
  readonly region: string
}

/** Reads a declared world; throws one sentence for each field that is wrong, naming the field. */
export function parseWorld(declared: unknown): World {
  const result = worldSchema.safeParse(declared)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'world'}: ${sentenceOf(issue)}`)
  throw new Error(`This world is not valid.\n${problems.join('\n')}`)
}

/** Every declared place, the world's own first. */
export function placesOf(world: World): readonly Place[] {
  const elsewhere = world.elsewhere.map((place) => ({
    ...place,
    account: place.account ?? world.account,
    region: place.region ?? world.region,
  }))
  return [world, ...elsewhere]
}

/** One place, empty when nothing is declared there. */
export function placeOf(world: World, accountId: string, region: string): Place {
  const declared = placesOf(world).filter((place) => place.account === accountId && place.region === region)
  const [first, ...more] = declared
  if (first === undefined) return { ...placeAt.parse({}), account: accountId, region }
  return more.reduce(mergePlaces, first)
}

function mergePlaces(one: Place, other: Place): Place {
  const merged: Record<string, unknown> = { ...one }
  for (const [name, value] of Object.entries(other)) {
    const own: unknown = Reflect.get(one, name)
    if (Array.isArray(own) && Array.isArray(value)) merged[name] = [...own, ...value]
  }
  return merged as Place
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `knows no ${issue.keys.map((key) => `"${key}"`).join(', ')}`
  if (issue.code === 'invalid_union') {
    const alternatives = issue.errors.map((errors) =>
      errors.map((inner) => `${inner.path.join('.')} ${sentenceOf(inner)}`.trim()).join('; '),
    )
    return alternatives.length === 0 ? issue.message : `either ${alternatives.join(', or ')}`
  }
  return issue.message
}
