import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { listIndex } from '../src/store/histories.ts'
import { withTransactions } from './transactions.ts'

/** Firstlook's own table on this machine, in memory, over DynamoDB's protocol. */
export interface LocalTable {
  readonly client: DynamoDBClient
  readonly table: string
  close(): Promise<void>
}

/** Starts a DynamoDB with the one table that the deployed stack has. */
export async function startTable(): Promise<LocalTable> {
  const dynamo = dynalite({ createTableMs: 0 })
  const server = withTransactions(await listening(dynamo))
  const port = await listening(server)
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const table = 'firstlook'
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['pk', 'sk', 'list', 'listKey'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: listIndex,
          KeySchema: [
            { AttributeName: 'list', KeyType: 'HASH' },
            { AttributeName: 'listKey', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  )
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName: table })
  return {
    client,
    table,
    close: async () => {
      client.destroy()
      for (const each of [server, dynamo]) {
        each.closeAllConnections()
        each.close()
        await once(each, 'close')
      }
    },
  }
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
