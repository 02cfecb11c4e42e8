import { DescribeLimitsCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Table } from '../../targets/target.ts'
import { total } from '../cloudwatch/series.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { tableMetrics } from './metrics.ts'
import type { Throughput } from './table.ts'

/** Quotas in capacity units per second. */
export interface DynamoLimits {
  readonly account: Throughput
  readonly table: Throughput
}

/** Reads the account's DynamoDB quotas; null, and no call, unless something was throttled for an account limit. */
export const dynamoLimits = defineProbe<DynamoLimits | null, Table>({
  id: 'dynamodb.limits',
  actions: ['dynamodb:DescribeLimits'],
  uses: [tableMetrics],
  key: (target) => `${target.account} ${target.region} ${target.id}`,
  resource: () => '*',
  async fetch(target, at) {
    const metrics = await at.read(tableMetrics, target)
    const flows = [metrics.table, ...Object.values(metrics.indexes)].flatMap(({ read, write }) => [read, write])
    if (flows.every((flow) => total(flow.account) === 0)) return null
    const answer = await at.aws.client(DynamoDBClient, target.region).send(new DescribeLimitsCommand({}))
    return {
      account: {
        ...(answer.AccountMaxReadCapacityUnits !== undefined && { read: answer.AccountMaxReadCapacityUnits }),
        ...(answer.AccountMaxWriteCapacityUnits !== undefined && { write: answer.AccountMaxWriteCapacityUnits }),
      },
      table: {
        ...(answer.TableMaxReadCapacityUnits !== undefined && { read: answer.TableMaxReadCapacityUnits }),
        ...(answer.TableMaxWriteCapacityUnits !== undefined && { write: answer.TableMaxWriteCapacityUnits }),
      },
    }
  },
  cite: (target) => ({
    source: 'dynamodb:DescribeLimits',
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'servicequotas', '/services/dynamodb/quotas'),
    cli: `aws dynamodb describe-limits --region ${target.region}`,
  }),
})
