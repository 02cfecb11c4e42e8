import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'

/**
 * `claimed`: the work is the caller's. `done`: it was done, or another delivery is doing it. `busy`: an earlier attempt at
 * this very delivery still holds it, so it must be tried again later.
 */
export type Claim = 'claimed' | 'done' | 'busy'

/** Lets work with a key be done once, however often it is delivered. */
export interface Once {
  /** `owner` names the delivery: the same owner may come again after its lease, another never has to. */
  readonly claim: (key: string, owner: string) => Promise<Claim>
  readonly finish: (key: string, owner: string) => Promise<void>
  /** Gives the claim up, so that the next attempt may have it. */
  readonly release: (key: string, owner: string) => Promise<void>
}

/** Longer than the worker may run. */
export const leaseSeconds = 120
/** Longer than Slack and SQS deliver anything again. */
export const rememberSeconds = 24 * 3600

interface Held {
  readonly owner: string
  readonly isDone: boolean
  readonly until: number
}

function claimOver(held: Held | undefined, owner: string, now: number): Claim {
  if (held === undefined || held.until <= now) return 'claimed'
  return held.isDone || held.owner !== owner ? 'done' : 'busy'
}

/** Claims in memory; for a laptop and tests. `clock` gives epoch milliseconds. */
export function inMemoryOnce(clock: () => number, limit = 10_000): Once {
  const held = new Map<string, Held>()
  return {
    claim: async (key, owner) => {
      const claim = claimOver(held.get(key), owner, clock())
      if (claim === 'claimed') held.set(key, { owner, isDone: false, until: clock() + leaseSeconds * 1000 })
      const [oldest] = held.keys()
      if (held.size > limit && oldest !== undefined) held.delete(oldest)
      return claim
    },
    finish: async (key, owner) => {
      held.set(key, { owner, isDone: true, until: clock() + rememberSeconds * 1000 })
    },
    release: async (key, owner) => {
      if (held.get(key)?.owner === owner) held.delete(key)
    },
  }
}

/** Claims in the table, by conditional writes. `clock` gives epoch milliseconds. */
export function dynamoOnce(options: {
  readonly client: DynamoDBClient
  readonly table: string
  readonly clock: () => number
}): Once {
  const { client, table, clock } = options
  const keyOf = (key: string) => ({ pk: { S: `once#${key}` }, sk: { S: 'once' } })
  const seconds = () => Math.floor(clock() / 1000)
  const itemOf = (key: string, { owner, isDone, until }: Held) => ({
    ...keyOf(key),
    owner: { S: owner },
    isDone: { BOOL: isDone },
    expiresAt: { N: String(until) },
  })
  return {
    claim: async (key, owner) => {
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: itemOf(key, { owner, isDone: false, until: seconds() + leaseSeconds }),
            ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
            ExpressionAttributeValues: { ':now': { N: String(seconds()) } },
          }),
        )
        return 'claimed'
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
        const { Item: held } = await client.send(
          new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true }),
        )
        const isOwn = held?.owner?.S === owner && held.isDone?.BOOL !== true
        return isOwn ? 'busy' : 'done'
      }
    },
    finish: async (key, owner) => {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: itemOf(key, { owner, isDone: true, until: seconds() + rememberSeconds }),
        }),
      )
    },
    release: async (key, owner) => {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: table,
            Key: keyOf(key),
            ConditionExpression: '#owner = :owner',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: { ':owner': { S: owner } },
          }),
        )
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      }
    },
  }
}
