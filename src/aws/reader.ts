import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { isExpired } from './failure.ts'
import type { KeptAnswers } from './kept.ts'
import { addScan, type Ledger, openLedger, priceOf } from './ledger.ts'
import { patience } from './patience.ts'
import type { Place } from './place.ts'
import { type SharedCall, shared } from './shared-call.ts'

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

/** The one way to AWS: bounded, counted, each thing asked once, and stopped at the deadline. */
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
  /** Told of credentials that AWS says are over, so that `credentials` gives others: the call is sent once more with those. */
  readonly onExpired?: (refused: Credentials) => void
  /** For the sandbox and tests only; the standard AWS environment variables work without it. */
  readonly endpoint?: string
  readonly signal: AbortSignal
  readonly ledger?: Ledger
  readonly limits?: ReadLimits
  /** Milliseconds for one call with its retries, so that an answer does not wait for a single endpoint that has gone silent; 15,000 when left out. */
  readonly callMs?: number
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
  send(command: Args, options?: Record<string, unknown>): Promise<unknown>
}
interface Args {
  readonly input: Record<string, unknown>
}
type Next = (args: Args) => Promise<unknown>

/** As the price list names a service. */
const named = (service: string): string => (service === 'CostExplorer' ? 'Cost Explorer' : service)

/** What gives the same for the same question within one answer; a credential report is asked for until it is made. */
const isRepeatable = (operation: string): boolean =>
  /^(Get|List|Describe|Head)/.test(operation) && operation !== 'GetCredentialReport'

/** A reader of one account and region. Clients are made on first use; nothing is read here. */
export function makeReader(options: ReaderOptions): AwsReader {
  const { ledger = openLedger(), limits = usualLimits } = options
  const clients = new Map<unknown, Map<string, object>>()
  const slots = boundedBy(limits.concurrentReads)
  const patient = patience(options.signal, options.callMs)
  const answered = new Map<string, SharedCall>()
  const accountNow = (): string => (typeof options.account === 'string' ? options.account : options.account())

  function make<C extends object>(service: new (config: ClientConfig) => C, region: string, isRenewed = false): C {
    const { credentials, onExpired } = options
    let used: Credentials | undefined
    const noted = typeof credentials === 'function' ? async () => (used = await credentials()) : credentials
    const client = new service({
      region,
      maxAttempts: 3,
      requestHandler: connections(),
      useQueueUrlAsEndpoint: false,
      logger: silent,
      ...(noted !== undefined && { credentials: noted }),
      ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    })
    const stack = client as unknown as Stack
    stack.middlewareStack.add(
      (next: Next, context: { clientName?: string; commandName?: string }) => (args: Args) => {
        const service = (context.clientName ?? '').replace(/Client$/, '')
        const operation = (context.commandName ?? '').replace(/Command$/, '')
        const call = () => slots(() => counted(service, operation, () => next(args), args.input))
        const key = `${service} ${region} ${operation} ${JSON.stringify(args.input)}`
        const known = isRepeatable(operation) ? answered.get(key) : undefined
        if (patient.isSecondTry(args.input)) return known === undefined ? call() : known.tryAgain(call)
        if (service !== 'CloudWatchLogs' && priceOf(named(service), operation, args.input) === 0)
          patient.mayTryAgain(args.input)
        if (known !== undefined) return known.answer
        if (!isRepeatable(operation)) return call()
        const asked = shared(call)
        answered.set(key, asked)
        asked.answer.catch((error) => isExpired(error) && answered.delete(key))
        return asked.answer
      },
      { step: 'initialize', name: 'firstlook-ledger', priority: 'high' },
    )
    const send = stack.send.bind(client)
    let renewed: Stack | undefined
    stack.send = (command, sendOptions) =>
      patient.send(async (abortSignal) => {
        try {
          return await send(command, { abortSignal, ...sendOptions })
        } catch (error) {
          if (isRenewed || used === undefined || onExpired === undefined || !isExpired(error)) throw error
          onExpired(used)
          renewed ??= make(service, region, true) as unknown as Stack
          return await renewed.send(command, { abortSignal, ...sendOptions })
        }
      }, command.input)
    return client
  }

  async function counted(
    service: string,
    operation: string,
    ask: () => Promise<unknown>,
    input: Args['input'],
  ): Promise<unknown> {
    options.signal.throwIfAborted()
    const call = { service, operation, startedAt: Date.now(), endedAt: 0, outcome: 'ok' }
    const isPaid = service === 'CostExplorer'
    const key = isPaid ? `${accountNow()} ${operation} ${JSON.stringify(input)}` : ''
    const known = isPaid ? options.kept?.find(key, call.startedAt) : undefined
    if (known !== undefined) {
      ledger.keptSince = Math.min(ledger.keptSince ?? known.at, known.at)
      return known.answer
    }
    const usd = priceOf(named(service), operation, input)
    if (usd > 0 && ledger.usd + usd > limits.usd + roundingUsd) throw new MoneySpentError(usd, limits.usd)
    ledger.calls.push(call)
    ledger.usd += usd
    try {
      const answer = await ask()
      if (isPaid) options.kept?.keep(key, answer, call.startedAt)
      return answer
    } catch (error) {
      call.outcome = error instanceof Error ? error.name : 'Error'
      throw error
    } finally {
      call.endedAt = Date.now()
    }
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
