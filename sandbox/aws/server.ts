import { randomUUID } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { type Account, createAccount } from './account.ts'
import { AwsError, notServed } from './wire/errors.ts'
import { type HttpReply, receiveHttp, signatureOf } from './wire/http.ts'
import { recognise } from './wire/request.ts'
import { writeError, writeOutput } from './wire/response.ts'
import { services } from './wire/services.ts'
import { type DeclaredWorld, parseWorld } from './world.ts'

/** One call that the simulated account received. */
export interface RecordedCall {
  readonly service: string
  readonly operation: string
  /** The IAM action it needed. */
  readonly action: string
  readonly resource: string
  readonly input: Readonly<Record<string, unknown>>
  /** Milliseconds since the epoch, by the machine's clock. */
  readonly startedAt: number
  endedAt: number
  readonly account: string
  readonly region: string
  readonly principal: string
  /** The error's code, when it was refused. */
  error?: string
}

export interface SimulatedAws {
  /** `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL. */
  readonly url: string
  /** Every call received since the start or the last `setWorld`, in order of arrival. */
  readonly calls: RecordedCall[]
  /** Replaces the account's contents; relative times count from this moment, or from `since`, in epoch milliseconds. */
  setWorld(world: DeclaredWorld, since?: number): void
  close(): Promise<void>
}

export interface StartOptions {
  readonly port?: number
  /** Fixes the account's time. */
  readonly now?: Date | (() => number)
}

/** Starts a simulated AWS account on a loopback address. Throws when the world is not valid. */
export async function startAws(world: DeclaredWorld, { port = 0, now }: StartOptions = {}): Promise<SimulatedAws> {
  const clock = now === undefined ? Date.now : now instanceof Date ? () => now.getTime() : now
  const calls: RecordedCall[] = []
  const stopping = new AbortController()
  let account = createAccount(parseWorld(world), clock)
  const server = createServer((request, response) => {
    answer(request, response, () => account, calls, stopping.signal).catch((problem: unknown) => {
      if (stopping.signal.aborted) return
      process.stderr.write(
        `The simulated AWS account failed: ${problem instanceof Error ? problem.stack : String(problem)}\n`,
      )
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  server.keepAliveTimeout = 30_000
  await listen(server, port)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    setWorld(next, since) {
      account = createAccount(parseWorld(next), clock, since)
      calls.length = 0
    },
    close: () =>
      new Promise((resolve) => {
        stopping.abort()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  request: Parameters<typeof receiveHttp>[0],
  response: ServerResponse,
  current: () => Account,
  calls: RecordedCall[],
  stopping: AbortSignal,
): Promise<void> {
  const startedAt = Date.now()
  const requestId = randomUUID()
  const http = await receiveHttp(request)
  if (!isLoopbackHost(http.headers.host ?? '')) {
    send(response, { status: 421, headers: {}, body: 'The simulated AWS account answers loopback names only.' })
    return
  }
  const recognised = await recognise(http).catch(refusalOf)
  if (recognised instanceof AwsError) {
    send(response, writeError(services.logs, undefined, recognised, requestId))
    return
  }
  if ('unknown' in recognised) {
    const service = recognised.service ?? services.sts
    const error =
      signatureOf(http) === undefined
        ? new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', { status: 403 })
        : notServed(service.id, recognised.unknown)
    send(response, writeError(service, undefined, error, requestId))
    return
  }
  const { request: call } = recognised
  const account = current()
  const entered = account.enter(call)
  const record: RecordedCall = { ...entered.record, startedAt, endedAt: startedAt }
  calls.push(record)
  const { mishap } = entered
  if (mishap.delayMs > 0) await delay(mishap.delayMs, undefined, { signal: stopping })
  if (mishap.isReset) {
    record.error = 'ConnectionReset'
    record.endedAt = Date.now()
    request.socket.resetAndDestroy()
    return
  }
  if (mishap.isStalled) {
    record.error = 'Stalled'
    return
  }
  const reply = await replyTo(entered, call, requestId, record)
  record.endedAt = Date.now()
  send(response, reply)
}

/** A request that cannot even be read is refused, not a failure of the account. */
function refusalOf(problem: unknown): AwsError {
  if (problem instanceof AwsError) return problem
  if (problem instanceof URIError)
    return new AwsError('SerializationException', 'The request path is malformed.', { status: 400 })
  throw problem
}

async function replyTo(
  entered: ReturnType<Account['enter']>,
  call: Parameters<Account['enter']>[0],
  requestId: string,
  record: RecordedCall,
): Promise<HttpReply> {
  try {
    const output = await entered.run(requestId)
    return writeOutput(call.service, call.operation, output, requestId)
  } catch (problem) {
    const error =
      problem instanceof AwsError
        ? problem
        : new AwsError(
            'InternalFailure',
            `The sandbox failed: ${problem instanceof Error ? problem.stack : String(problem)}`,
            { status: 500 },
          )
    if (!(problem instanceof AwsError)) process.stderr.write(`${error.message}\n`)
    record.error = error.code
    return writeError(call.service, call.model, error, requestId)
  }
}

function send(response: ServerResponse, { status, headers, body }: HttpReply): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, { ...headers, 'content-length': bytes.byteLength, date: new Date().toUTCString() })
  response.end(response.req.method === 'HEAD' ? undefined : bytes)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

/** Only names that can mean this machine: a browser page on another host must not reach the account by a name of its own. */
function isLoopbackHost(host: string): boolean {
  const name = host
    .replace(/:\d+$/, '')
    .replace(/^\d{12}\./, '')
    .replace(/^(s3-control|stream-)\.?/, '')
  return (
    name === '127.0.0.1' ||
    name === 'localhost' ||
    name === '[::1]' ||
    name.endsWith('.localhost') ||
    name.endsWith('.127.0.0.1')
  )
}
