import { randomBytes } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { Question } from '../intake/question.ts'
import type { Page } from '../report/information/page.ts'
import { mapStrings, redact } from '../report/redact.ts'
import type { Report } from '../report/report.ts'

/** What a later button needs to know; the button itself holds only the id. */
export type Kept =
  | { readonly kind: 'report'; readonly question: Question; readonly report: Report }
  /** Something shown, to be shown again. */
  | { readonly kind: 'page'; readonly page: Page }
  /** Command lines offered as buttons or a menu, by their place in the list. `staysOpen`: the message is kept when one is taken. */
  | {
      readonly kind: 'lines'
      readonly lines: readonly string[]
      readonly isPrivate: boolean
      readonly staysOpen?: boolean
    }

/** Keeps answers for the buttons under them, without any secret that stood in them. */
export interface Answers {
  /** Redacts the answer, its question included, and returns the id to put into buttons. */
  readonly put: (kept: Kept) => Promise<string>
  /** Undefined when the id is unknown or its time is up. */
  readonly get: (id: string) => Promise<Kept | undefined>
}

/** How long buttons keep working. */
export const answerDays = 14

/** Sixteen characters nobody can guess; no two are the same. */
export function newAnswerId(): string {
  return randomBytes(12).toString('base64url')
}

/** Answers in memory, the oldest forgotten first; for a laptop and tests. */
export function inMemoryAnswers(limit = 1000): Answers {
  const kept = new Map<string, Kept>()
  return {
    put: async (answer) => {
      const id = newAnswerId()
      kept.set(id, mapStrings(answer, redact))
      const [oldest] = kept.keys()
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
      return id
    },
    get: async (id) => kept.get(id),
  }
}

/** Answers in the table, compressed, deleted by its time-to-live attribute `expiresAt`. */
export function dynamoAnswers(options: {
  readonly client: DynamoDBClient
  readonly table: string
  /** Epoch milliseconds. */
  readonly clock: () => number
}): Answers {
  const { client, table, clock } = options
  const key = (id: string) => ({ pk: { S: `answer#${id}` }, sk: { S: 'answer' } })
  return {
    put: async (answer) => {
      const id = newAnswerId()
      const expiresAt = Math.floor(clock() / 1000) + answerDays * 24 * 3600
      const body = gzipSync(JSON.stringify(mapStrings(answer, redact)))
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...key(id), body: { B: body }, expiresAt: { N: String(expiresAt) } },
        }),
      )
      return id
    },
    get: async (id) => {
      if (!/^[\w-]{16}$/.test(id)) return undefined
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: table, Key: key(id), ConsistentRead: true }),
      )
      const body = item?.body?.B
      // DynamoDB deletes expired items within days, not at once.
      const isExpired = Number(item?.expiresAt?.N ?? 0) * 1000 <= clock()
      if (body === undefined || isExpired) return undefined
      return JSON.parse(gunzipSync(body).toString('utf8'))
    },
  }
}
