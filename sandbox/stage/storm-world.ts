import type { DeclaredWorld } from '../aws/world.ts'
import { errorShare, functionErrors } from './alarms.ts'

type Fault = 'table' | 'release' | 'memory'

const services: Readonly<Record<Fault, readonly string[]>> = {
  table: ['cart', 'checkout', 'invoices', 'orders', 'order-history', 'order-search', 'refunds', 'returns', 'wishlist'],
  release: ['catalogue', 'images', 'prices', 'recommendations', 'reviews', 'stock'],
  memory: ['exports', 'labels', 'mailings', 'reports', 'statements'],
}

const table = 'orders-table'
const throttled =
  'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.'

const failures = {
  table: {
    durationMs: 900,
    error: {
      type: 'ProvisionedThroughputExceededException',
      message: `${throttled} (table/${table}) reason TableWriteProvisionedThroughputExceeded arn:aws:dynamodb:eu-west-1:123456789012:table/${table}`,
    },
  },
  release: { initError: { type: 'Runtime.ImportModuleError', message: "Error: Cannot find module '@shop/http'" } },
  memory: { memoryMb: 256, usedMb: 256, durationMs: 2100, oom: true as const },
}

const everyService = (Object.keys(services) as Fault[]).flatMap((fault) =>
  services[fault].map((name) => ({ name, fault })),
)

/** Twenty functions that fail for three reasons, each watched by two alarms. */
export const stormWorld: DeclaredWorld = {
  title: 'A storm of forty alarms',
  functions: everyService.map(({ name, fault }) => ({
    name,
    handler: 'index.handler',
    timeout: 30,
    memorySize: fault === 'memory' ? 256 : 512,
    lastModified: fault === 'release' ? '-21m' : '-12d',
    traffic: [
      { from: '-90m', to: '-20m', perMinute: 20, duration: 40 },
      { from: '-20m', perMinute: 20, errors: 8, duration: 40 },
    ],
  })),
  logGroups: everyService.map(({ name, fault }) => ({
    name: `/aws/lambda/${name}`,
    events: [
      { from: '-60m', to: '-20m', every: '3m', invocation: { durationMs: 38, lines: ['INFO handled'] } },
      { from: '-20m', every: '1m', invocation: failures[fault] },
    ],
  })),
  tables: [{ name: table, read: 5, write: 5 }],
  metrics: [
    ...['WriteThrottleEvents', 'WriteProvisionedThroughputThrottleEvents'].map((metric) => ({
      ...{ namespace: 'AWS/DynamoDB', metric, dimensions: { TableName: table } },
      points: [{ from: '-20m', value: 40 }],
    })),
    {
      ...{ namespace: 'AWS/DynamoDB', metric: 'ConsumedWriteCapacityUnits', dimensions: { TableName: table } },
      points: [
        { from: '-90m', to: '-20m', value: 60 },
        { from: '-20m', value: 300 },
      ],
    },
    {
      ...{ namespace: 'AWS/DynamoDB', metric: 'ProvisionedWriteCapacityUnits', dimensions: { TableName: table } },
      points: [{ from: '-90m', value: 5 }],
    },
  ],
  trail: services.release.map((name) => ({
    at: '-21m',
    name: 'UpdateFunctionCode20150331v2',
    source: 'lambda',
    user: 'Deploy/ci',
    resources: [name],
  })),
  alarms: everyService.flatMap(({ name }) => [
    functionErrors(`${name}-errors`, name),
    errorShare(`${name}-error-share`, name),
  ]),
}
