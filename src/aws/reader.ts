import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { KeptAnswers } from './kept.ts'
import { addScan, type Ledger, openLedger, priceOf } from './ledger.ts'
import type { Place } from './place.ts'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  /** Absent for keys that stay valid. */
  readonly expiration?: Date
}

/** What every SDK client is built with. */
export interface ClientConfig {
  region: string
  credentials?: Credentials | (() => Promise<Credentials>)
  endpoint?: string
  maxAttempts: number
  requestHandler: NodeHttpHandler
  useQueueUrlAsEndpoint: boolean
  logger: { debug(): void; info(): void; warn(): void; error(): void; trace(): void }
}

/** The one way to AWS: bounded, counted, and stopped at the deadline. */
export interface AwsReader extends Place {
  /** Aborts when the answer is due. */
  readonly signal: AbortSignal
  readonly ledger: Ledger
  /** The SDK client of a service, made once for each region. */
  client<C extends object>(service: new (config: ClientConfig) => C, region?: string): C
  /** Records log bytes that a query reported as scanned. */
  scanned(bytes: number): void
}

export interface ReaderOptions extends Omit<Place, 'account'> {
  /** A function where the account is known only once the first call is back. */
  readonly account: string | (() => string)
  readonly credentials?: Credentials | (() => Promise<Credentials>)
  /** For the sandbox and tests only; the standard AWS environment variables work without it. */
  readonly endpoint?: string
  readonly signal: AbortSignal
  readonly ledger?: Ledger
  readonly limits?: ReadLimits
  /** Answers of Cost Explorer that earlier questions have paid for. */
  readonly kept?: KeptAnswers
}

/** What one answer may take. */
export interface ReadLimits {
  /** Calls in flight at once. */
  readonly concurrentReads: number
  /** Dollars; a call that would exceed them fails unsent. */
  readonly usd: number
}

const usualLimits: ReadLimits = { concurrentReads: 24, usd: Number.POSITIVE_INFINITY }

const silent = { debug() {}, info() {}, warn() {}, error() {}, trace() {} }

let sharedHandler: NodeHttpHandler | undefined
/** One pool of kept-alive connections for the process: a handshake for each client would cost more than the reads. */
function connections(): NodeHttpHandler {
  sharedHandler ??= new NodeHttpHandler({
    connectionTimeout: 3_000,
    requestTimeout: 12_000,
    throwOnRequestTimeout: true,
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 64 }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 64 }),
  })
  return sharedHandler
}

const roundingUsd = 1e-9
/** One call with its retries: an answer does not wait for a single endpoint that has gone silent. */
const mostCallMs = 15_000

/** Thrown for a call that AWS left unanswered while others went on. */
class UnansweredError extends Error {
  override readonly name = 'TimeoutError'
}

/** Thrown instead of sending a call that would cost more than an answer may. */
export class MoneySpentError extends Error {
  override readonly name = 'MoneySpent'

  constructor(usd: number, limit: number) {
    super(
      `This read costs $${Number(usd.toFixed(5))}, which is more than is left of the $${limit} an answer may spend (limits.usd in firstlook.config.ts).`,
    )
  }
}

interface Stack {
  middlewareStack: { add(middleware: unknown, options: { step: 'initialize'; name: string; priority: 'high' }): void }
  send(command: unknown, options?: Record<string, unknown>): Promise<unknown>
}
type Next = (args: { input: Record<string, unknown> }) => Promise<unknown>

/** A reader of one account and region. Clients are made on first use; nothing is read here. */
export function makeReader(options: ReaderOptions): AwsReader {
  const { ledger = openLedger(), limits = usualLimits } = options
  const clients = new Map<unknown, Map<string, object>>()
  const slots = boundedBy(limits.concurrentReads)
  const accountNow = (): string => (typeof options.account === 'string' ? options.account : options.account())

  function make<C extends object>(service: new (config: ClientConfig) => C, region: string): C {
    const client = new service({
      region,
      maxAttempts: 3,
      requestHandler: connections(),
      useQueueUrlAsEndpoint: false,
      logger: silent,
      ...(options.credentials !== undefined && { credentials: options.credentials }),
      ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    })
    const stack = client as unknown as Stack
    stack.middlewareStack.add(
      (next: Next, context: { clientName?: string; commandName?: string }) =>
        async (args: { input: Record<string, unknown> }) =>
          slots(async () => {
            options.signal.throwIfAborted()
            const service = (context.clientName ?? '').replace(/Client$/, '')
            const operation = (context.commandName ?? '').replace(/Command$/, '')
            const call = { service, operation, startedAt: Date.now(), endedAt: 0, outcome: 'ok' }
            const isPaid = service === 'CostExplorer'
            const key = isPaid ? `${accountNow()} ${operation} ${JSON.stringify(args.input)}` : ''
            const known = isPaid ? options.kept?.find(key, call.startedAt) : undefined
            if (known !== undefined) {
              ledger.keptSince = Math.min(ledger.keptSince ?? known.at, known.at)
              return known.answer
            }
            const usd = priceOf(isPaid ? 'Cost Explorer' : service, operation, args.input)
            if (usd > 0 && ledger.usd + usd > limits.usd + roundingUsd) throw new MoneySpentError(usd, limits.usd)
            ledger.calls.push(call)
            ledger.usd += usd
            try {
              const answer = await next(args)
              if (isPaid) options.kept?.keep(key, answer, call.startedAt)
              return answer
            } catch (error) {
              call.outcome = error instanceof Error ? error.name : 'Error'
              throw error
            } finally {
              call.endedAt = Date.now()
            }
          }),
      { step: 'initialize', name: 'firstlook-ledger', priority: 'high' },
    )
    const send = stack.send.bind(client)
    stack.send = async (command, sendOptions) => {
      const patience = AbortSignal.timeout(mostCallMs)
      try {
        return await send(command, { abortSignal: AbortSignal.any([options.signal, patience]), ...sendOptions })
      } catch (error) {
        if (!patience.aborted || options.signal.aborted) throw error
        throw new UnansweredError(`AWS did not answer within ${mostCallMs / 1_000} s.`, { cause: error })
      }
    }
    return client
  }

  return {
    get account() {
      return accountNow()
    },
    region: options.region,
    partition: options.partition,
    signal: options.signal,
    ledger,
    client(service, region = options.region) {
      const byRegion = clients.get(service) ?? new Map<string, object>()
      clients.set(service, byRegion)
      const known = byRegion.get(region)
      if (known !== undefined) return known as InstanceType<typeof service>
      const made = make(service, region)
      byRegion.set(region, made)
      return made
    },
    scanned: (bytes) => addScan(ledger, bytes),
  }
}

/** Runs at most `limit` tasks at once, first come first served. */
export function boundedBy(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
