import {
  DescribeTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  type ReplicaDescription,
  type TableDescription,
} from '@aws-sdk/client-dynamodb'
import { AbsentError } from '../../aws/failure.ts'
import type { Table } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'

/** Capacity units per second. */
export interface Throughput {
  readonly read?: number
  readonly write?: number
}

/** What is said alike of a table and of each of its global indexes. */
export interface Capacity {
  /** Absent for on-demand. */
  readonly provisioned?: Throughput
  /** Caps that the owner put on on-demand throughput; absent where there is none. */
  readonly onDemandMaximum: Throughput
  /** What is served at once without ramping up; absent where AWS did not say. */
  readonly warm: Throughput
  readonly itemCount?: number
  readonly sizeBytes?: number
}

export interface GlobalIndex extends Capacity {
  readonly name: string
  readonly status: string
  readonly backfilling: boolean
  /** `ALL`, `KEYS_ONLY` or `INCLUDE`. */
  readonly projection: string
}

export interface Replica {
  readonly region: string
  readonly status: string
  readonly readOverride?: number
}

/** A table as DynamoDB describes it. Item count and size are up to six hours old. */
export interface TableDetails extends Capacity {
  readonly status: string
  readonly billing: 'PROVISIONED' | 'PAY_PER_REQUEST'
  readonly indexes: readonly GlobalIndex[]
  readonly replicas: readonly Replica[]
  readonly isStronglyConsistentAcrossRegions: boolean
  /** The newest stream, while it is switched on. */
  readonly streamArn?: string
  /** Epoch milliseconds. */
  readonly createdAt?: number
  /** When it was last switched to on-demand, epoch milliseconds. */
  readonly onDemandSince?: number
  readonly decreasesToday: number
}

/** Reads a table's capacity, indexes and replicas; a table that does not exist throws. */
export const tableDetails = defineProbe<TableDetails, Table>({
  id: 'dynamodb.table',
  actions: ['dynamodb:DescribeTable'],
  key: tableArn,
  resource: tableArn,
  async fetch(target, { aws }) {
    const answer = await aws
      .client(DynamoDBClient, target.region)
      .send(new DescribeTableCommand({ TableName: target.id }))
    if (answer.Table === undefined) throw new AbsentError(`DynamoDB described no table ${target.id}`)
    return detailsOf(answer.Table)
  },
  cite: (target) => ({
    source: `dynamodb:DescribeTable TableName=${target.id}`,
    account: target.account,
    region: target.region,
    link: tableLink(target),
    cli: `aws dynamodb describe-table --table-name ${shellWord(target.id)} --region ${target.region}`,
  }),
})

/** The table's own ARN, also where one of its indexes is meant. */
export function tableArn(target: Table): string {
  return `arn:${target.partition}:dynamodb:${target.region}:${target.account}:table/${target.id}`
}

export function tableLink(target: Table, tab = 'overview'): string {
  return consoleLink(target, 'dynamodbv2', `table?name=${encodeURIComponent(target.id)}&tab=${tab}`)
}

/** Picks the fields out of DynamoDB's answer; a table that names no billing mode and has units is a provisioned one. */
export function detailsOf(table: TableDescription): TableDetails {
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = table.ProvisionedThroughput ?? {}
  const mode = table.BillingModeSummary?.BillingMode
  const isOnDemand = mode === undefined ? read === 0 && write === 0 : mode === 'PAY_PER_REQUEST'
  return {
    status: table.TableStatus ?? '',
    billing: isOnDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    ...capacityOf(table, isOnDemand),
    indexes: (table.GlobalSecondaryIndexes ?? []).map((index) => indexOf(index, isOnDemand)),
    replicas: (table.Replicas ?? []).map(replicaOf),
    isStronglyConsistentAcrossRegions: table.MultiRegionConsistency === 'STRONG',
    decreasesToday: table.ProvisionedThroughput?.NumberOfDecreasesToday ?? 0,
    ...given(
      'streamArn',
      table.StreamSpecification?.StreamEnabled === false ? undefined : table.LatestStreamArn || undefined,
    ),
    ...given('createdAt', table.CreationDateTime?.getTime()),
    ...given('onDemandSince', table.BillingModeSummary?.LastUpdateToPayPerRequestDateTime?.getTime()),
  }
}

function indexOf(index: GlobalSecondaryIndexDescription, isOnDemand: boolean): GlobalIndex {
  return {
    name: index.IndexName ?? '',
    status: index.IndexStatus ?? '',
    backfilling: index.Backfilling ?? false,
    projection: index.Projection?.ProjectionType ?? '',
    ...capacityOf({ ...index, TableSizeBytes: index.IndexSizeBytes }, isOnDemand),
  }
}

type Described = Pick<
  TableDescription,
  'ProvisionedThroughput' | 'OnDemandThroughput' | 'WarmThroughput' | 'ItemCount' | 'TableSizeBytes'
>

function capacityOf(described: { [P in keyof Described]: Described[P] | undefined }, isOnDemand: boolean): Capacity {
  const provisioned = described.ProvisionedThroughput
  return {
    ...(!isOnDemand &&
      provisioned !== undefined && {
        provisioned: throughput(provisioned.ReadCapacityUnits, provisioned.WriteCapacityUnits),
      }),
    // DynamoDB says -1 for "no maximum".
    onDemandMaximum: throughput(
      described.OnDemandThroughput?.MaxReadRequestUnits,
      described.OnDemandThroughput?.MaxWriteRequestUnits,
    ),
    warm: throughput(described.WarmThroughput?.ReadUnitsPerSecond, described.WarmThroughput?.WriteUnitsPerSecond),
    ...given('itemCount', described.ItemCount),
    ...given('sizeBytes', described.TableSizeBytes),
  }
}

function throughput(read: number | undefined, write: number | undefined): Throughput {
  return {
    ...(read !== undefined && read > 0 && { read }),
    ...(write !== undefined && write > 0 && { write }),
  }
}

function replicaOf(replica: ReplicaDescription): Replica {
  return {
    region: replica.RegionName ?? '',
    status: replica.ReplicaStatus ?? '',
    ...given('readOverride', replica.ProvisionedThroughputOverride?.ReadCapacityUnits),
  }
}

function given<K extends string, T>(name: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: T })
}
