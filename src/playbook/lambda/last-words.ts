import { hostOf } from '../../evidence/lambda/failure-kind.ts'
import type { SlowRun } from '../../evidence/lambda/timeout-tails.ts'

/** What an invocation was at when its time ran out, by its own last lines. */
export type LastWords =
  | 'pool'
  | 'throttled'
  | 'file-system'
  | 'connect-failed'
  | 'completed'
  | 'calling'
  | 'computing'
  | 'working'
  | 'silent'
  | 'nothing'

export interface Reading {
  readonly is: LastWords
  readonly line?: string
  readonly at?: number
  readonly callee?: Callee
  readonly silenceMs: number
  readonly requestId?: string
}

/** What the line says is called. */
export interface Callee {
  readonly name: string
  readonly kind: 'aws' | 'database' | 'private' | 'public' | 'unknown'
  readonly port?: number
}

export const poolWords =
  /too many (?:connections|clients)|(?:remaining )?connection slots|max_connections|acquir\w+ (?:an? |new |free |db |database )*connection|ResourceRequest timed out|ORA-(?:00018|00020|1251[69]|12520)|pool (?:is )?(?:probably )?(?:full|exhausted|timeout)|timeout exceeded when trying to connect|QueuePool limit|Connection is not available|ER_CON_COUNT_ERROR|P2024|connection pool|waiting for (?:a )?(?:free )?(?:db |database )?connection/i
const throttled =
  /Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded|TooManyRequests|SlowDown|Rate exceeded|\bretry(?:ing)? attempt|\b503\b.*\bs3\b|status(?:Code)?["':= ]+429/i
const connectFailed =
  /ETIMEDOUT|ConnectTimeout|connect(?:ion)? timed? ?out|Connection timed out|Could not connect to the endpoint|EHOSTUNREACH|ENETUNREACH|Connect timeout on endpoint/i
const completed =
  /\b(?:all done|done|finished|request (?:completed|processed|done)|handler (?:done|completed?|finished|returning)|returning (?:response|result|20\d)|response (?:sent|ready|built)|sending response|processed successfully|successfully (?:processed|handled|completed)|completed in \d|order (?:stored|created|saved|accepted))\b|statusCode["': ]+2\d\d/i
/** `300 rows done` counts on. */
const progress = /\b\d[\d,.]*\s?%?(?: (?:of \d[\d,.]* )?\w+)? (?:done|finished)\b/i
const calling =
  /https?:\/\/|\b(?:call(?:ing)?|request(?:ing)?|fetch(?:ing)?|quer(?:y|ying)|connect(?:ing)?|invok(?:e|ing)|wait(?:ing)?|await(?:ing)?|send(?:ing)?|publish(?:ing)?|charg(?:e|ing)|upload(?:ing)?|download(?:ing)?|post(?:ing)?|get(?:ting)?|read(?:ing)?|load(?:ing)?|writ(?:e|ing)|sav(?:e|ing)|put(?:ting)?|lookup|looking up|resolv(?:e|ing)|authoriz(?:e|ing)|SELECT|INSERT|UPDATE|DELETE|PATCH|PutItem|GetItem|Scan|GetObject|PutObject|SendMessage)\b/i
const computing =
  /\b(?:resiz|render|compress|hash|encrypt|decrypt|transcod|convert|comput|calculat|thumbnail|bcrypt|scrypt|gzip|zip|encod|sort|optimi[sz]|pars|generat|aggregat|simulat|train|infer)/i

/** Reads one slow invocation's last lines. */
export function lastWordsOf(run: SlowRun): Reading {
  const last = run.lines.at(-1)
  const base = { silenceMs: run.silenceMs, ...(run.requestId !== undefined && { requestId: run.requestId }) }
  const find = (pattern: RegExp) => run.lines.findLast((line) => pattern.test(line.text))
  const named = (is: LastWords, line: { readonly at: number; readonly text: string }): Reading => {
    const callee = calleeOf(line.text)
    return { ...base, is, line: line.text, at: line.at, ...(callee !== undefined && { callee }) }
  }
  const inPool = find(poolWords)
  if (inPool !== undefined) return named('pool', inPool)
  const inThrottle = find(throttled)
  if (inThrottle !== undefined) return named('throttled', inThrottle)
  if (last === undefined) return { ...base, is: 'nothing' }
  const failed = find(connectFailed)
  if (failed !== undefined) return named('connect-failed', failed)
  if (/\/mnt\/|EFSIO/.test(last.text)) return named('file-system', last)
  const ratio = run.silenceMs / Math.max(1, run.endAt - run.startAt)
  if (ratio < 0.3) return named(computing.test(last.text) ? 'computing' : 'working', last)
  if (completed.test(last.text) && !progress.test(last.text) && !/\bcalling|requesting|https?:\/\//i.test(last.text))
    return named('completed', last)
  if (computing.test(last.text) && !/https?:\/\//.test(last.text)) return named('computing', last)
  return named(calling.test(last.text) ? 'calling' : 'silent', last)
}

const services: Readonly<Record<string, RegExp>> = {
  dynamodb: /dynamo|PutItem|GetItem|\bScan\b/i,
  s3: /\bs3\b|GetObject|PutObject/i,
  secretsmanager: /secrets? ?manager|GetSecretValue/i,
  ssm: /\bssm\b|parameter store|GetParameter/i,
  sqs: /\bsqs\b|SendMessage/i,
  sns: /\bsns\b/i,
  kms: /\bkms\b/i,
  sts: /\bsts\b|AssumeRole/i,
  events: /eventbridge|PutEvents/i,
  states: /step ?functions|StartExecution/i,
  'bedrock-runtime': /bedrock/i,
}

/** What a log line says is called; undefined when it names nothing. */
export function calleeOf(line: string): Callee | undefined {
  const host = hostOf(line)
  const port = Number(/:(\d{2,5})\b(?![\d-])/.exec(host ?? line)?.[1])
  const withPort = Number.isInteger(port) && port > 0 && port < 65_536 ? { port } : {}
  const address = /\b(?:10\.\d+|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.\d+\.\d+(?::\d+)?\b/.exec(line)?.[0]
  const database = {
    name: host ?? address ?? 'the database',
    kind: 'database',
    ...enginePort(line),
    ...withPort,
  } as const
  if (/\.(?:rds|cache|docdb|redshift)[\w.-]*\.amazonaws\.com|:5432|:3306|:1433|:27017|:6379/i.test(line))
    return database
  if (address !== undefined) return { name: address, kind: 'private', port: Number(address.split(':')[1] ?? 443) }
  const awsHost = /([\w-]+)\.(?:[\w-]+\.)?amazonaws\.com/.exec(host ?? '')?.[1]
  if (awsHost !== undefined) return { name: awsHost, kind: 'aws' }
  if (host !== undefined && /postgres|mysql|mongo|redis|(?:^|[.-])db[.-]/i.test(host)) return database
  if (host !== undefined)
    return { name: host, kind: /\.(?:internal|local)\b/.test(host) ? 'private' : 'public', ...withPort }
  const service = Object.entries(services).find(([, pattern]) => pattern.test(line))?.[0]
  if (service !== undefined) return { name: service, kind: 'aws' }
  if (/postgres|mysql|mariadb|mongo|redis|aurora|\bRDS\b|database|\bdb\b/i.test(line)) return database
  const word =
    /\b(?:call(?:ing)?|connect(?:ing)? to|request(?:ing)?|waiting for|fetch(?:ing)?(?: from)?|invok(?:e|ing)|charg(?:e|ing)|quer(?:y|ying))\s+(?:the )?([\w.-]+(?: (?:api|service|provider|gateway))?)/i.exec(
      line,
    )?.[1]
  return word === undefined ? undefined : { name: word, kind: 'unknown' }
}

/** The port an engine named in the line listens on. */
function enginePort(line: string): { port?: number } {
  const ports = { postgres: 5432, mysql: 3306, mariadb: 3306, mongo: 27_017, redis: 6379 }
  const found = Object.entries(ports).find(([engine]) => line.toLowerCase().includes(engine))
  return found === undefined ? {} : { port: found[1] }
}
