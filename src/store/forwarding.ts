import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'

export interface ForwardedFrom {
  readonly account: string
  readonly region: string
}

/** Remembers from where alarm events have come, so that `doctor` can say where forwarding was seen working. */
export interface Forwarding {
  /** Notes that one came just now; of many within ten minutes one is written. */
  readonly note: (from: ForwardedFrom) => Promise<void>
  /** When the newest came, in epoch milliseconds, some minutes early at most; undefined when none did within 400 days. */
  readonly last: (from: ForwardedFrom) => Promise<number | undefined>
}

const writeEveryMs = 10 * 60_000
const keptDays = 400

/** In the table, one item for each account and region. */
export function dynamoForwarding(options: {
  readonly client: DynamoDBClient
  readonly table: string
  /** Epoch milliseconds. */
  readonly clock: () => number
}): Forwarding {
  const { client, table, clock } = options
  const written = new Map<string, number>()
  const nameOf = ({ account, region }: ForwardedFrom) => `forwarding#${account}#${region}`
  const keyOf = (name: string) => ({ pk: { S: name }, sk: { S: 'forwarding' } })
  return {
    note: async (from) => {
      const name = nameOf(from)
      const now = clock()
      if (now - (written.get(name) ?? Number.NEGATIVE_INFINITY) < writeEveryMs) return
      written.set(name, now)
      const expiresAt = Math.floor(now / 1000) + keptDays * 24 * 3600
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...keyOf(name), at: { N: String(now) }, expiresAt: { N: String(expiresAt) } },
        }),
      )
    },
    last: async (from) => {
      const { Item: item } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf(nameOf(from)) }))
      return item?.at?.N === undefined ? undefined : Number(item.at.N)
    },
  }
}
