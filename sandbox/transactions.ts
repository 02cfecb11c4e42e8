import { Agent, createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

type Fields = Readonly<Record<string, unknown>>
type Kind = 'Put' | 'Delete' | 'Update'
type Item = Record<string, unknown>

const prefix = 'DynamoDB_20120810.'
const mostItems = 100

/**
 * A DynamoDB server in front of dynalite, on 127.0.0.1, that adds what dynalite lacks: `TransactWriteItems`. Requests are served one at a
 * time; the writes of a transaction go in one after the other, and those before a refused one are taken back.
 */
export function withTransactions(upstreamPort: number): Server {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  let queue: Promise<unknown> = Promise.resolve()

  const send = async (headers: IncomingHttpHeaders, body: string): Promise<Reply> =>
    await new Promise((resolve, reject) => {
      const { 'content-length': _, ...kept } = headers
      const length = { 'content-length': String(Buffer.byteLength(body)) }
      const options = { host: '127.0.0.1', port: upstreamPort, method: 'POST', agent, headers: { ...kept, ...length } }
      const outgoing = request(options, (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () => {
          const { statusCode: status = 500, headers: received } = incoming
          resolve({ status, headers: received, body: Buffer.concat(chunks).toString('utf8') })
        })
        incoming.on('error', reject)
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })

  const call = async (headers: IncomingHttpHeaders, operation: string, input: Fields) =>
    await send({ ...headers, 'x-amz-target': `${prefix}${operation}` }, JSON.stringify(input))

  const transact = async (headers: IncomingHttpHeaders, body: string): Promise<Reply> => {
    const { TransactItems: items = [] }: { TransactItems?: Partial<Record<Kind, Fields>>[] } = JSON.parse(body)
    const writes = items.flatMap((item) => Object.entries(item) as [Kind, Fields][])
    if (writes.length === 0 || writes.length > mostItems)
      return refusal('ValidationException', `a transaction takes 1 to ${mostItems} items, not ${writes.length}`)
    const keys = writes.map(([kind, write]) => JSON.stringify([write.TableName, keyOf(kind, write)]))
    if (new Set(keys).size < keys.length)
      return refusal('ValidationException', 'Transaction request cannot include multiple operations on one item')
    const undo: { readonly table: unknown; readonly key: Item; readonly before: Item | undefined }[] = []
    for (const [index, [kind, write]] of writes.entries()) {
      const key = keyOf(kind, write)
      const { TableName: table } = write
      const got = await call(headers, 'GetItem', { TableName: table, Key: key, ConsistentRead: true })
      const before: Item | undefined = got.status === 200 ? JSON.parse(got.body).Item : undefined
      const reply = await call(headers, `${kind}Item`, write)
      if (reply.status === 200) {
        undo.push({ table, key, before })
        continue
      }
      for (const { table: written, key: at, before: was } of undo.reverse())
        await (was === undefined
          ? call(headers, 'DeleteItem', { TableName: written, Key: at })
          : call(headers, 'PutItem', { TableName: written, Item: was }))
      return cancelled(reply, index, writes.length)
    }
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' }
  }

  return createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const isTransaction = incoming.headers['x-amz-target'] === `${prefix}TransactWriteItems`
      const work = () => (isTransaction ? transact(incoming.headers, body) : send(incoming.headers, body))
      queue = queue.then(work).then(
        ({ status, headers, body: answer }) => response.writeHead(status, headers).end(answer),
        () => response.destroy(),
      )
    })
  }).on('close', () => agent.destroy())
}

function keyOf(kind: Kind, { Item: item, Key: key }: Fields): Item {
  if (kind !== 'Put') return key as Item
  const { pk, sk } = item as Item
  return { pk, sk }
}

function cancelled(reply: Reply, index: number, count: number): Reply {
  const { __type: type = '', message }: { __type?: string; message?: string } = JSON.parse(reply.body)
  if (!type.endsWith('ConditionalCheckFailedException')) return reply
  const reasons = Array.from({ length: count }, (_, at) =>
    at === index ? { Code: 'ConditionalCheckFailed', Message: message } : { Code: 'None' },
  )
  const codes = reasons.map(({ Code: code }) => code).join(', ')
  return refusal(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  )
}

function refusal(type: string, message: string, more: Fields = {}): Reply {
  return {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, Message: message, ...more }),
  }
}
