import { z } from 'zod'
import { policyDocument, sdkShape, textMap, time } from './scalars.ts'

const tags = textMap.optional()

export const vpc = z.strictObject({
  id: z.string(),
  cidr: z.string().default('10.0.0.0/16'),
  isDefault: z.boolean().default(false),
  dnsSupport: z.boolean().default(true),
  dnsHostnames: z.boolean().default(true),
  tags,
})

export const subnet = z.strictObject({
  id: z.string(),
  vpcId: z.string().default('vpc-0a1b2c3d4e5f60718'),
  cidr: z.string().default('10.0.1.0/24'),
  zone: z.string().optional(),
  availableIps: z.number().int().default(200),
  mapPublicIp: z.boolean().default(false),
  state: z.string().default('available'),
  tags,
})

export const routeTable = z.strictObject({
  id: z.string(),
  vpcId: z.string().default('vpc-0a1b2c3d4e5f60718'),
  /** The table of every subnet that names no other. */
  main: z.boolean().default(false),
  subnets: z.array(z.string()).default([]),
  /** `to` is a CIDR block or a prefix list; `via` an id such as `igw-…`, `nat-…`, `vpce-…`, `tgw-…`, `eni-…`, or `local`. */
  routes: z
    .array(
      z.strictObject({ to: z.string(), via: z.string(), state: z.enum(['active', 'blackhole']).default('active') }),
    )
    .default([]),
  tags,
})

const rule = z.strictObject({
  protocol: z.string().default('tcp'),
  /** One port or a range; left out, all. */
  ports: z.union([z.number(), z.tuple([z.number(), z.number()])]).optional(),
  cidrs: z.array(z.string()).default([]),
  ipv6Cidrs: z.array(z.string()).default([]),
  groups: z.array(z.string()).default([]),
  prefixLists: z.array(z.string()).default([]),
})

export const securityGroup = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  description: z.string().default('sandbox'),
  vpcId: z.string().default('vpc-0a1b2c3d4e5f60718'),
  ingress: z.array(rule).default([]),
  egress: z.array(rule).default([rule.parse({ protocol: '-1', cidrs: ['0.0.0.0/0'] })]),
  tags,
})

export const networkAcl = z.strictObject({
  id: z.string(),
  vpcId: z.string().default('vpc-0a1b2c3d4e5f60718'),
  isDefault: z.boolean().default(false),
  subnets: z.array(z.string()).default([]),
  entries: z
    .array(
      z.strictObject({
        number: z.number(),
        egress: z.boolean().default(false),
        action: z.enum(['allow', 'deny']).default('allow'),
        protocol: z.string().default('-1'),
        ports: z.union([z.number(), z.tuple([z.number(), z.number()])]).optional(),
        cidr: z.string().default('0.0.0.0/0'),
      }),
    )
    .default([]),
  tags,
})

export const natGateway = z.strictObject({
  id: z.string(),
  subnetId: z.string(),
  vpcId: z.string().default('vpc-0a1b2c3d4e5f60718'),
  state: z.enum(['pending', 'failed', 'available', 'deleting', 'deleted']).default('available'),
  failureCode: z.string().optional(),
  failureMessage: z.string().optional(),
  connectivity: z.enum(['public', 'private']).default('public'),
  created: time.default('-90d'),
  tags,
})

export const vpcEndpoint = z.strictObject({
  id: z.string(),
  /** `dynamodb`, `secretsmanager`, `execute-api`, or a full service name. */
  service: z.string(),
  vpcId: z.string().default('vpc-0a1b2c3d4e5f60718'),
  type: z.enum(['Interface', 'Gateway', 'GatewayLoadBalancer']).default('Interface'),
  state: z.string().default('available'),
  privateDns: z.boolean().default(true),
  subnets: z.array(z.string()).default([]),
  groups: z.array(z.string()).default([]),
  routeTables: z.array(z.string()).default([]),
  policy: policyDocument.optional(),
  tags,
})

export const networkInterface = z.strictObject({
  id: z.string(),
  subnetId: z.string(),
  vpcId: z.string().default('vpc-0a1b2c3d4e5f60718'),
  groups: z.array(z.string()).default([]),
  description: z.string().default(''),
  status: z.string().default('in-use'),
  type: z.string().default('interface'),
  privateIp: z.string().default('10.0.1.10'),
  requesterId: z.string().optional(),
  tags,
})

export const volume = z.strictObject({
  id: z.string(),
  encrypted: z.boolean().default(true),
  sizeGiB: z.number().default(8),
  type: z.string().default('gp3'),
  state: z.enum(['creating', 'available', 'in-use', 'deleting', 'error']).default('in-use'),
  instance: z.string().optional(),
  created: time.default('-90d'),
  tags,
})

export const loadBalancer = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  type: z.enum(['application', 'network', 'gateway']).default('application'),
  scheme: z.enum(['internet-facing', 'internal']).default('internet-facing'),
  state: z.string().default('active'),
  stateReason: z.string().optional(),
  vpcId: z.string().default('vpc-0a1b2c3d4e5f60718'),
  subnets: z.array(z.string()).default([]),
  groups: z.array(z.string()).default([]),
  /** `idle_timeout.timeout_seconds` and the like. */
  attributes: textMap.default({}),
  listeners: z
    .array(
      z.strictObject({
        port: z.number(),
        protocol: z.string().default('HTTPS'),
        targetGroup: z.string().optional(),
        certificateArn: z.string().optional(),
        rules: z.array(sdkShape).default([]),
      }),
    )
    .default([]),
  tags,
})

export const targetGroup = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  targetType: z.enum(['instance', 'ip', 'lambda', 'alb']).default('ip'),
  protocol: z.string().default('HTTP'),
  port: z.number().default(80),
  vpcId: z.string().default('vpc-0a1b2c3d4e5f60718'),
  healthCheck: z
    .strictObject({
      path: z.string().default('/'),
      port: z.string().default('traffic-port'),
      protocol: z.string().default('HTTP'),
      timeoutSeconds: z.number().default(5),
      intervalSeconds: z.number().default(30),
      codes: z.string().default('200'),
    })
    .optional(),
  targets: z
    .array(
      z.strictObject({
        id: z.string(),
        port: z.number().optional(),
        zone: z.string().optional(),
        state: z.string().default('healthy'),
        reason: z.string().optional(),
        description: z.string().optional(),
      }),
    )
    .default([]),
  attributes: textMap.default({}),
  tags,
})

export type RouteTable = z.infer<typeof routeTable>
export type SecurityGroup = z.infer<typeof securityGroup>
export type SecurityRule = z.infer<typeof rule>
export type NetworkAcl = z.infer<typeof networkAcl>
export type LoadBalancer = z.infer<typeof loadBalancer>
export type TargetGroup = z.infer<typeof targetGroup>
