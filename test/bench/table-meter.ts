import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** What was asked of a table, in requests and in the units that AWS charges. */
export interface TableMeter {
  readonly requests: () => number
  readonly reads: () => number
  readonly writes: () => number
  /** Of four kilobytes, consistent. */
  readonly readUnits: () => number
  /** Of one kilobyte; two for each in a transaction. */
  readonly writeUnits: () => number
}

type Fields = Readonly<Record<string, unknown>>

/** Counts a client's requests from now on, each as often as it is sent; sizes are those of the items. */
export function meterTable(client: DynamoDBClient): TableMeter {
  let [reads, writes, readUnits, writeUnits] = [0, 0, 0, 0]
  client.middlewareStack.add(
    (next) => async (args) => {
      const { Item: item, TransactItems: items } = args.input as Fields
      const parts = items as readonly Record<string, Fields>[] | undefined
      const isRead = 'ConsistentRead' in args.input || 'KeyConditionExpression' in args.input
      if (isRead) reads += 1
      else {
        writes += 1
        const written = parts?.flatMap((part) => Object.values(part).map((each) => each.Item)) ?? [item]
        writeUnits +=
          written.reduce<number>((sum, each) => sum + unitsOf(each, 1024), 0) * (parts === undefined ? 1 : 2)
      }
      const result = await next(args)
      const { Item: found, Items: list }: Fields = { ...result.output }
      if (isRead) readUnits += unitsOf(list ?? found, 4096)
      return result
    },
    { step: 'finalizeRequest' },
  )
  return {
    requests: () => reads + writes,
    reads: () => reads,
    writes: () => writes,
    readUnits: () => readUnits,
    writeUnits: () => writeUnits,
  }
}

function unitsOf(item: unknown, unitBytes: number): number {
  return Math.max(1, Math.ceil(bytesOf(item) / unitBytes))
}

function bytesOf(value: unknown): number {
  if (value instanceof Uint8Array) return value.length
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value !== 'object' || value === null) return 8
  return Object.entries(value).reduce((sum, [key, each]) => sum + key.length + bytesOf(each), 0)
}
