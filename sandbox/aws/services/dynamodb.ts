import type { GlobalSecondaryIndexDescription, TableDescription } from '@aws-sdk/client-dynamodb'
import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { Table, TableIndex } from '../world/data.ts'
import { policyText, stableUuid } from '../world/scalars.ts'
import type { Place } from '../world.ts'

type DynamoDb = typeof import('@aws-sdk/client-dynamodb')

export const dynamodb: Handlers<DynamoDb> = {
  DescribeTable: (call, input) => ({ Table: describeTable(call, findTable(call.place, input.TableName)) }),

  ListTables: ({ place }) => ({ TableNames: place.tables.map(({ name }) => name) }),

  DescribeLimits({ place }) {
    const { accountMaxRead, accountMaxWrite, tableMaxRead, tableMaxWrite } = place.dynamoDbAccount
    return {
      AccountMaxReadCapacityUnits: accountMaxRead,
      AccountMaxWriteCapacityUnits: accountMaxWrite,
      TableMaxReadCapacityUnits: tableMaxRead,
      TableMaxWriteCapacityUnits: tableMaxWrite,
    }
  },

  DescribeContributorInsights({ place, clock }, input) {
    const table = findTable(place, input.TableName)
    const insights = table.contributorInsights
    return {
      TableName: table.name,
      ...(input.IndexName === undefined ? {} : { IndexName: input.IndexName }),
      ContributorInsightsStatus: (insights?.status ?? 'DISABLED') as 'ENABLED',
      ContributorInsightsRuleList:
        insights === undefined
          ? []
          : insights.rules.length > 0
            ? insights.rules
            : ['PKC', 'PKT'].map(
                (kind) =>
                  `DynamoDBContributorInsights-${kind}-${[table.name, input.IndexName].filter((part) => part !== undefined).join('-')}-1577836800000`,
              ),
      ...(insights === undefined ? {} : { LastUpdateDateTime: clock.at('-30d') }),
      ...(insights?.mode === undefined
        ? {}
        : { ContributorInsightsMode: insights.mode as 'ACCESSED_AND_THROTTLED_KEYS' }),
      ...(insights?.failure === undefined
        ? {}
        : { FailureException: { ExceptionName: insights.failure, ExceptionDescription: insights.failure } }),
    }
  },

  ListContributorInsights({ place }) {
    return {
      ContributorInsightsSummaries: place.tables
        .filter(({ contributorInsights }) => contributorInsights !== undefined)
        .map((table) => ({ TableName: table.name, ContributorInsightsStatus: 'ENABLED' as const })),
    }
  },

  DescribeContinuousBackups({ place }, input) {
    const table = findTable(place, input.TableName)
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: {
          PointInTimeRecoveryStatus: table.pointInTimeRecovery ? 'ENABLED' : 'DISABLED',
        },
      },
    }
  },

  DescribeTimeToLive({ place }, input) {
    const { ttlAttribute } = findTable(place, input.TableName)
    return {
      TimeToLiveDescription:
        ttlAttribute === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
    }
  },

  GetResourcePolicy({ place }, input) {
    const { policy } = findTable(place, input.ResourceArn)
    if (policy === undefined)
      throw new AwsError(
        'PolicyNotFoundException',
        `Resource-based policy not found for the provided ResourceArn: ${input.ResourceArn}`,
      )
    return { Policy: policyText(policy), RevisionId: '1' }
  },

  ListTagsOfResource: ({ place }, input) => ({
    Tags: Object.entries(findTable(place, input.ResourceArn).tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  }),
}

export function tableArn({ account, region }: Pick<Place, 'account' | 'region'>, name: string): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${name}`
}

function findTable(place: Place, nameOrArn: string | undefined): Table {
  const name = nameOrArn?.replace(/^arn:.*:table\//, '').split('/')[0]
  const table = place.tables.find((candidate) => candidate.name === name)
  if (table === undefined)
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`)
  return table
}

function describeTable({ place, clock }: Call, table: Table): TableDescription {
  const isOnDemand =
    (table.billing ?? (table.read === undefined && table.write === undefined ? 'PAY_PER_REQUEST' : 'PROVISIONED')) ===
    'PAY_PER_REQUEST'
  const at = (time: string | undefined) => (time === undefined ? undefined : clock.at(time))
  const arn = tableArn(place, table.name)
  const capacityOf = (unit: Table | TableIndex) => ({
    ProvisionedThroughput: {
      ReadCapacityUnits: isOnDemand ? 0 : (unit.read ?? 5),
      WriteCapacityUnits: isOnDemand ? 0 : (unit.write ?? 5),
      NumberOfDecreasesToday: unit.decreasesToday,
      LastIncreaseDateTime: at(unit.lastIncrease),
      LastDecreaseDateTime: at(unit.lastDecrease),
    },
    ...(isOnDemand && (unit.maxRead !== undefined || unit.maxWrite !== undefined)
      ? { OnDemandThroughput: { MaxReadRequestUnits: unit.maxRead ?? -1, MaxWriteRequestUnits: unit.maxWrite ?? -1 } }
      : {}),
    WarmThroughput: {
      ReadUnitsPerSecond: unit.warm?.read ?? (isOnDemand ? 12_000 : (unit.read ?? 5)),
      WriteUnitsPerSecond: unit.warm?.write ?? (isOnDemand ? 4000 : (unit.write ?? 5)),
      Status: (unit.warm?.status ?? 'ACTIVE') as 'ACTIVE',
    },
  })
  const indexes = table.indexes.map(
    (index): GlobalSecondaryIndexDescription => ({
      IndexName: index.name,
      IndexArn: `${arn}/index/${index.name}`,
      IndexStatus: index.status as 'ACTIVE',
      KeySchema: keySchema(index.keys),
      Projection: { ProjectionType: index.projection },
      IndexSizeBytes: table.sizeBytes,
      ItemCount: table.items,
      ...(index.backfilling === undefined ? {} : { Backfilling: index.backfilling }),
      ...capacityOf(index),
    }),
  )
  return {
    TableName: table.name,
    TableArn: arn,
    TableId: stableUuid(`table/${table.name}`),
    TableStatus: table.status as 'ACTIVE',
    CreationDateTime: clock.at(table.created),
    KeySchema: keySchema(table.keys),
    AttributeDefinitions: attributesOf([table.keys, ...table.indexes.map(({ keys }) => keys)]),
    ...capacityOf(table),
    ...(isOnDemand
      ? {
          BillingModeSummary: {
            BillingMode: 'PAY_PER_REQUEST',
            LastUpdateToPayPerRequestDateTime: clock.at(table.created),
          },
        }
      : {}),
    TableSizeBytes: table.sizeBytes,
    ItemCount: table.items,
    TableClassSummary: { TableClass: table.tableClass },
    DeletionProtectionEnabled: table.deletionProtection,
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
    ...(table.stream === undefined
      ? {}
      : {
          StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream },
          LatestStreamArn: `${arn}/stream/2026-01-01T00:00:00.000`,
          LatestStreamLabel: '2026-01-01T00:00:00.000',
        }),
    ...(table.kmsKeyArn === undefined
      ? {}
      : {
          SSEDescription: {
            Status: 'ENABLED',
            SSEType: 'KMS',
            KMSMasterKeyArn: table.kmsKeyArn,
            InaccessibleEncryptionDateTime: at(table.kmsInaccessibleSince),
          },
        }),
    ...(table.replicas.length === 0
      ? {}
      : {
          GlobalTableVersion: '2019.11.21',
          Replicas: table.replicas.map((replica) => ({
            RegionName: replica.region,
            ReplicaStatus: replica.status as 'ACTIVE',
            ...(replica.read === undefined
              ? {}
              : { ProvisionedThroughputOverride: { ReadCapacityUnits: replica.read } }),
          })),
        }),
    ...table.description,
  }
}

function keySchema(keys: string): { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[] {
  return keys
    .split(',')
    .map((key, index) => ({ AttributeName: key.split(':')[0] ?? key, KeyType: index === 0 ? 'HASH' : 'RANGE' }))
}

function attributesOf(all: readonly string[]): { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[] {
  const types = new Map(
    all.flatMap((keys) => keys.split(',')).map((key) => [key.split(':')[0] ?? key, key.split(':')[1] ?? 'S']),
  )
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType: AttributeType as 'S' }))
}
