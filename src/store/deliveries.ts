import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'

/** What of an incident has reached Slack, by Slack's own word. */
export interface Delivery {
  readonly channel: string
  /** The card's `ts`, once it was posted. */
  readonly cardTs?: string
  /** Tells whether the card shows the newest state. */
  readonly cardShows?: string
  /** The timeline's entries up to this one are in the thread. */
  readonly entriesSent: number
  /** What the entries up to this one say was about to be posted, and nobody knows whether it was: Slack has to be asked first. */
  readonly uncertainThrough?: number
}

/** A delivery that nobody else may touch until it is put back, or its time is up. */
export interface Held {
  readonly delivery: Delivery | undefined
  /** Keeps what is known so far. Throws an Error when another took over meanwhile. */
  readonly save: (delivery: Delivery) => Promise<void>
  readonly release: (delivery: Delivery) => Promise<void>
}

export interface Deliveries {
  readonly get: (incidentId: string) => Promise<Delivery | undefined>
  /** Undefined while another holds it. */
  readonly hold: (incidentId: string) => Promise<Held | undefined>
}

/** Longer than a sender works on one incident. */
export const holdSeconds = 60
const keptDays = 400

/** Deliveries under `delivery#<incident>` / `delivery`. `clock` gives epoch milliseconds, `newToken` a name nobody else has. */
export function dynamoDeliveries(options: {
  readonly client: DynamoDBClient
  readonly table: string
  readonly clock: () => number
  readonly newToken: () => string
}): Deliveries {
  const { client, table, clock, newToken } = options
  const keyOf = (id: string) => ({ pk: { S: `delivery#${id}` }, sk: { S: 'delivery' } })
  const read = async (id: string): Promise<Delivery | undefined> => {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true }),
    )
    return item?.body?.S === undefined ? undefined : JSON.parse(item.body.S)
  }
  const take = async (id: string, token: string, until: number) => {
    try {
      const { Attributes: item } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf(id),
          UpdateExpression: 'SET holder = :token, heldUntil = :until',
          ConditionExpression: 'attribute_not_exists(pk) OR heldUntil <= :now',
          ExpressionAttributeValues: {
            ':token': { S: token },
            ':until': { N: String(until) },
            ':now': { N: String(clock()) },
          },
          ReturnValues: 'ALL_NEW',
        }),
      )
      return { delivery: item?.body?.S === undefined ? undefined : (JSON.parse(item.body.S) as Delivery) }
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined
      throw error
    }
  }
  const keep = async (id: string, delivery: Delivery, token: string, until: number): Promise<void> => {
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: {
            ...keyOf(id),
            holder: { S: token },
            heldUntil: { N: String(until) },
            expiresAt: { N: String(Math.floor(clock() / 1000) + keptDays * 24 * 3600) },
            body: { S: JSON.stringify(delivery) },
          },
          ConditionExpression: 'holder = :token',
          ExpressionAttributeValues: { ':token': { S: token } },
        }),
      )
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      throw new Error(`another sender took over the delivery of ${id}`, { cause: error })
    }
  }
  return {
    get: read,
    hold: async (id) => {
      const token = newToken()
      const until = () => clock() + holdSeconds * 1000
      const held = await take(id, token, until())
      if (held === undefined) return undefined
      return {
        delivery: held.delivery,
        save: (next) => keep(id, next, token, until()),
        release: (next) => keep(id, next, token, 0),
      }
    },
  }
}
