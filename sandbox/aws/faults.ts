import { AwsError } from './wire/errors.ts'
import type { Service } from './wire/services.ts'
import type { Fault, Latency } from './world/access.ts'

/** What befalls one call before its answer. */
export interface Mishap {
  readonly delayMs: number
  readonly error?: AwsError
  readonly isReset?: true
  readonly isStalled?: true
}

export interface FaultedCall {
  readonly service: Service
  readonly operation: string
  readonly account: string
  readonly region: string
}

/** Plays a world's faults: counts the calls each one has seen, and draws latencies from a seeded sequence. */
export function createFaults(
  declared: readonly Fault[],
  latencyMs: Latency,
  nowMs: () => number,
): (call: FaultedCall) => Mishap {
  const seen = declared.map(() => 0)
  const recent = declared.map((): number[] => [])
  const draw = createDraw(typeof latencyMs === 'object' ? latencyMs.seed : 1)
  return (call) => {
    let delayMs = delayOf(latencyMs, draw)
    for (const [index, fault] of declared.entries()) {
      if (!isMeant(fault, call)) continue
      const count = (seen[index] ?? 0) + 1
      seen[index] = count
      if (count <= fault.after || (fault.times !== undefined && count > fault.after + fault.times)) continue
      if (fault.latencyMs !== undefined) delayMs = delayOf(fault.latencyMs, draw)
      if (fault.reset) return { delayMs, isReset: true }
      if (fault.stall) return { delayMs, isStalled: true }
      const error = errorOf(fault, call.service) ?? rateError(fault, recent[index] ?? [], nowMs(), call.service)
      if (error !== undefined) return { delayMs, error }
    }
    return { delayMs }
  }
}

/** Too many calls, as each service says it. */
export function throttlingError(service: Service): AwsError {
  switch (service.id) {
    case 'lambda':
      return new AwsError('TooManyRequestsException', 'Rate exceeded', {
        status: 429,
        members: { Reason: 'CallerRateLimitExceeded', retryAfterSeconds: '1' },
      })
    case 'apigateway':
    case 'apigatewayv2':
      return new AwsError('TooManyRequestsException', 'Too Many Requests', { status: 429 })
    case 'ec2':
      return new AwsError('RequestLimitExceeded', 'Request limit exceeded.', { status: 503 })
    case 's3':
    case 's3control':
      return new AwsError('SlowDown', 'Please reduce your request rate.', { status: 503 })
    case 'xray':
      return new AwsError('ThrottledException', 'Rate exceeded', { status: 429 })
    default:
      return new AwsError(
        service.protocol === 'awsQuery' || service.id === 'cloudwatch' ? 'Throttling' : 'ThrottlingException',
        'Rate exceeded',
        { status: 400 },
      )
  }
}

function errorOf(fault: Fault, service: Service): AwsError | undefined {
  if (fault.throttle) return throttlingError(service)
  if (fault.credentials !== undefined) return credentialsError(fault.credentials, service)
  if (fault.error === undefined) return undefined
  const { code, message, status } =
    typeof fault.error === 'string' ? { code: fault.error, message: '', status: undefined } : fault.error
  const isServerSide = /^(Internal|Service|Dependency)/.test(code)
  const spoken = message === '' ? (isServerSide ? 'An internal error occurred.' : code) : message
  const known = status ?? (isServerSide ? (code.startsWith('ServiceUnavailable') ? 503 : 500) : undefined)
  return new AwsError(code, spoken, known === undefined ? {} : { status: known })
}

function rateError({ perSecond }: Fault, recent: number[], now: number, service: Service): AwsError | undefined {
  if (perSecond === undefined) return undefined
  while (recent[0] !== undefined && recent[0] <= now - 1000) recent.shift()
  if (recent.length >= perSecond) return throttlingError(service)
  recent.push(now)
  return undefined
}

/** Credentials that a service does not take, in its own words. */
export function credentialsError(kind: 'expired' | 'invalid' | 'signature', service: Service): AwsError {
  const isQuery = service.protocol.endsWith('Query')
  const isS3 = service.protocol === 'restXml'
  if (kind === 'expired') {
    if (isS3) return new AwsError('ExpiredToken', 'The provided token has expired.', { status: 400 })
    if (isQuery)
      return new AwsError(
        service.id === 'ec2' ? 'RequestExpired' : 'ExpiredToken',
        'The security token included in the request is expired',
        { status: service.id === 'ec2' ? 400 : 403 },
      )
    return new AwsError('ExpiredTokenException', 'The security token included in the request is expired', {
      status: service.protocol === 'restJson' ? 403 : 400,
    })
  }
  if (kind === 'invalid') {
    if (isS3)
      return new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
        status: 403,
      })
    if (service.id === 'ec2')
      return new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', {
        status: 401,
      })
    return new AwsError(
      isQuery ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      { status: service.protocol.startsWith('awsJson') ? 400 : 403 },
    )
  }
  const words =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
  return new AwsError(isQuery || isS3 ? 'SignatureDoesNotMatch' : 'InvalidSignatureException', words, {
    status: service.protocol.startsWith('awsJson') ? 400 : 403,
  })
}

function isMeant(fault: Fault, { service, operation, account, region }: FaultedCall): boolean {
  if (fault.account !== undefined && fault.account !== account) return false
  if (fault.region !== undefined && fault.region !== region) return false
  if (fault.on === '*') return true
  const [name, wanted = '*'] = fault.on.split(':')
  if (name !== service.id && name !== service.prefix) return false
  return wanted === '*' || wanted === operation || (wanted.endsWith('*') && operation.startsWith(wanted.slice(0, -1)))
}

function delayOf(latency: Latency, draw: () => number): number {
  if (typeof latency === 'number') return latency
  // A log-normal whose median and 99th percentile are the declared ones.
  const spread = Math.log(Math.max(latency.p99, latency.p50) / Math.max(latency.p50, 0.001)) / 2.326
  const normal = Math.sqrt(-2 * Math.log(Math.max(draw(), 1e-9))) * Math.cos(2 * Math.PI * draw())
  return latency.p50 * Math.exp(spread * normal)
}

/** Mulberry32: the same seed gives the same sequence. */
function createDraw(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
