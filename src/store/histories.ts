import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { withFreeTextRedacted } from './free-text.ts'

/** The index that lists records: partition `list`, sort `listKey`, all attributes. */
export const listIndex = 'lists'

/** What is kept: a state with a version that rises by one with every entry of its history. */
export interface Versioned {
  readonly id: string
  readonly version: number
}

export interface Entry {
  /** An entry with an id that the history already holds is refused. */
  readonly id: string
  /** 1 for the first. */
  readonly sequence: number
}

/** One record's part of a commit. */
export interface Write<S extends Versioned, E extends Entry> {
  readonly after: S
  /** The version it was read at; 0 makes a new record. */
  readonly expected: number
  readonly entries: readonly E[]
  /** Where the record is listed; absent takes it off every list. */
  readonly listed?: { readonly list: string; readonly key: string }
  /** Names that lead to this record from now on: free ones, and those that led to `from`. */
  readonly claims?: readonly { readonly name: string; readonly from?: string }[]
  readonly releases?: readonly string[]
  /** Epoch seconds at which DynamoDB may delete all of it. */
  readonly expiresAt?: number
}

/**
 * What became of a commit: all of it `done`, or nothing, because a record had changed (`conflict`), an entry is there already
 * (`duplicate`), or a name leads to another record (`held`).
 */
export type Commit = 'done' | 'conflict' | 'duplicate' | 'held'

export interface Page<S> {
  readonly records: readonly S[]
  /** Passed to the next call; absent on the last page. */
  readonly next?: string
}

/** Records with their histories in the table, changed only together. All reads of one record are consistent; lists lag by moments. */
export interface Histories<S extends Versioned, E extends Entry> {
  readonly get: (id: string) => Promise<S | undefined>
  /** The record a name leads to. */
  readonly holderOf: (name: string) => Promise<string | undefined>
  readonly commit: (writes: readonly Write<S, E>[]) => Promise<Commit>
  /** In order, those after a sequence number. */
  readonly entries: (id: string, after?: number) => Promise<readonly E[]>
  /** Records of a list by their keys, the latest key first unless `oldestFirst`; `from` and `to` bound the keys, `to` exclusive. */
  readonly list: (
    list: string,
    options?: {
      readonly from?: string
      readonly to?: string
      readonly next?: string
      readonly limit?: number
      readonly oldestFirst?: boolean
    },
  ) => Promise<Page<S>>
}

type Item = Record<string, AttributeValue>

const mostItems = 100

/**
 * Histories of one kind, their free text redacted, under the keys `<kind>#<id>` / `record`, `entry#<sequence>`, `seen#<hash of the entry's id>`, and
 * `name#<kind>#<name>` / `name`. Throws what DynamoDB throws, and an Error for a commit of more than a hundred items.
 */
export function dynamoHistories<S extends Versioned, E extends Entry>(options: {
  readonly client: DynamoDBClient
  readonly table: string
  readonly kind: string
}): Histories<S, E> {
  const { client, table, kind } = options
  const partition = (id: string): AttributeValue => ({ S: `${kind}#${id}` })
  const nameKey = (name: string): Item => ({ pk: { S: `name#${kind}#${name}` }, sk: { S: 'name' } })

  const read = async (key: Item): Promise<Item | undefined> => {
    const { Item: item } = await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }))
    return item
  }

  const puts = (write: Write<S, E>): Put[] => {
    const { after, expected, entries, listed, claims = [], releases = [], expiresAt } = write
    const expiry: Item = expiresAt === undefined ? {} : { expiresAt: { N: String(expiresAt) } }
    const pk = partition(after.id)
    const place: Item = listed === undefined ? {} : { list: { S: listed.list }, listKey: { S: listed.key } }
    const version = { version: { N: String(after.version) } }
    const record = { pk, sk: { S: 'record' }, body: { B: packed(after) }, ...version, ...place, ...expiry }
    const name = (each: string): Item => ({ ...nameKey(each), holder: { S: after.id }, ...expiry })
    return [
      expected === 0
        ? { refusal: 'conflict', item: putIfNew(table, record) }
        : { refusal: 'conflict', item: putIfAt(table, record, expected) },
      ...entries.flatMap((entry): Put[] => [
        { refusal: 'duplicate', item: putIfNew(table, { pk, sk: { S: `seen#${hash(entry.id)}` }, ...expiry }) },
        {
          refusal: 'conflict',
          item: putIfNew(table, { pk, sk: { S: entryKey(entry.sequence) }, body: { B: packed(entry) }, ...expiry }),
        },
      ]),
      ...claims.map(
        (each): Put => ({
          refusal: 'held',
          item: putIfFree(table, name(each.name), [after.id, each.from ?? after.id]),
        }),
      ),
      ...releases.map((each): Put => ({ refusal: 'conflict', item: release(table, nameKey(each), after.id) })),
    ]
  }

  return {
    get: async (id) => {
      const item = await read({ pk: partition(id), sk: { S: 'record' } })
      return item === undefined ? undefined : unpacked<S>(item)
    },
    holderOf: async (name) => (await read(nameKey(name)))?.holder?.S,
    commit: async (writes) => {
      const all = writes.flatMap(puts)
      if (all.length > mostItems) throw new Error(`a commit of ${all.length} items is more than DynamoDB takes at once`)
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems: all.map(({ item }) => item) }))
        return 'done'
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error
        const codes = (error.CancellationReasons ?? []).map(({ Code: code }) => code)
        const refused = all
          .filter((_, index) => codes[index] === 'ConditionalCheckFailed')
          .map(({ refusal }) => refusal)
        if (refused.includes('duplicate')) return 'duplicate'
        if (refused.includes('held')) return 'held'
        if (refused.length > 0 || codes.includes('TransactionConflict')) return 'conflict'
        throw error
      }
    },
    entries: async (id, after = 0) => {
      const found: E[] = []
      let start: Item | undefined
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
            ExpressionAttributeValues: {
              ':pk': partition(id),
              ':from': { S: entryKey(after + 1) },
              ':to': { S: entryKey(99_999_999) },
            },
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        )
        found.push(...(page.Items ?? []).map((item) => unpacked<E>(item)))
        start = page.LastEvaluatedKey
      } while (start !== undefined)
      return found
    },
    list: async (list, { from = ' ', to = '\u{10FFFF}', next, limit, oldestFirst = false } = {}) => {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: listIndex,
          KeyConditionExpression: '#list = :list AND listKey BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#list': 'list' },
          ExpressionAttributeValues: { ':list': { S: list }, ':from': { S: from }, ':to': { S: to } },
          ScanIndexForward: oldestFirst,
          ...(limit === undefined ? {} : { Limit: limit }),
          ...(next === undefined ? {} : { ExclusiveStartKey: JSON.parse(Buffer.from(next, 'base64url').toString()) }),
        }),
      )
      const last = page.LastEvaluatedKey
      return {
        records: (page.Items ?? []).filter((item) => item.listKey?.S !== to).map((item) => unpacked<S>(item)),
        ...(last === undefined ? {} : { next: Buffer.from(JSON.stringify(last)).toString('base64url') }),
      }
    },
  }
}

interface Put {
  readonly refusal: Exclude<Commit, 'done'>
  readonly item: TransactWriteItem
}

function entryKey(sequence: number): string {
  return `entry#${String(sequence).padStart(8, '0')}`
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 32)
}

function packed(value: unknown): Uint8Array {
  return gzipSync(JSON.stringify(withFreeTextRedacted(value)))
}

function unpacked<T>({ body }: Item): T {
  if (body?.B === undefined) throw new Error('a record of the table has no body')
  return JSON.parse(gunzipSync(body.B).toString('utf8'))
}

function putIfNew(table: string, item: Item): TransactWriteItem {
  return { Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } }
}

function putIfAt(table: string, item: Item, version: number): TransactWriteItem {
  return {
    Put: {
      TableName: table,
      Item: item,
      ConditionExpression: 'version = :version',
      ExpressionAttributeValues: { ':version': { N: String(version) } },
    },
  }
}

function putIfFree(table: string, item: Item, [own, other]: readonly [string, string]): TransactWriteItem {
  return {
    Put: {
      TableName: table,
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk) OR holder IN (:own, :other)',
      ExpressionAttributeValues: { ':own': { S: own }, ':other': { S: other } },
    },
  }
}

function release(table: string, key: Item, holder: string): TransactWriteItem {
  return {
    Delete: {
      TableName: table,
      Key: key,
      ConditionExpression: 'attribute_not_exists(pk) OR holder = :holder',
      ExpressionAttributeValues: { ':holder': { S: holder } },
    },
  }
}
