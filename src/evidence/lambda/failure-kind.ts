/** What went wrong in an invocation, as far as its own words tell. */
export type FailureKind =
  | 'timeout'
  | 'oom'
  | 'exit'
  | 'import'
  | 'handler-missing'
  | 'syntax'
  | 'wrong-architecture'
  | 'no-space'
  | 'response-too-large'
  | 'access-denied'
  | 'dependency-throttled'
  | 'dependency-failed'
  | 'unhandled-rejection'
  | 'init-timeout'
  | 'restore'
  | 'credentials-expired'
  | 'exception'

/** What a function called, as named by the error it got. */
export interface Dependency {
  /** `dynamodb`, `s3`, a host name; undefined when the error names none. */
  readonly service?: string
  readonly operation?: string
  /** The ARN in the message, or the name of a table. */
  readonly resource?: string
  /** AWS's reason for a refusal, `no identity-based policy allows …`, or Lambda's for a throttle, `CallerRateLimitExceeded`. */
  readonly reason?: string
  /** `dynamodb:PutItem`. */
  readonly action?: string
  /** Who was refused, as an ARN. */
  readonly principal?: string
  readonly httpStatus?: number
}

const importFailure =
  /ImportModuleError|Cannot find (?:module|package)|No module named|Unable to import module|NoClassDefFoundError|Init<LoadError>|cannot load such file|MODULE_NOT_FOUND|cannot import name/
const handlerMissing =
  /HandlerNotFound|MalformedHandlerName|Handler '[^']*' missing on module|Bad handler|Class not found|ClassNotFoundException|valid bootstrap|bootstrap: no such file|bootstrap: permission denied|InvalidWorkingDirectory|undefined or not exported|Unable to load type|Could not find the specified handler/
const syntax =
  /UserCodeSyntaxError|Cannot use import statement outside a module|is not defined in ES module scope|ERR_REQUIRE_ESM|Unexpected token 'export'|Init<SyntaxError>|Syntax error in module/
const wrongArchitecture =
  /invalid ELF header|exec format error|GLIBC(?:XX)?_[\d.]+|wrong ELF class|incompatible architecture|ld-linux-[\w-]+\.so|Could not load the "sharp" module|for current platform|cannot execute binary file|Unable to load (?:shared library|DLL)/i
const heap =
  /signal: killed|heap out of memory|OutOfMemory|fatal error: (?:runtime: )?out of memory|^MemoryError|memory exhausted/
const throttled =
  /ProvisionedThroughputExceeded|ThrottlingException|ThrottledException|RequestLimitExceeded|TooManyRequestsException|\bSlowDown\b|Rate exceeded|Rate Exceeded|Throughput exceeds the current|level of configured provisioned throughput|ThrottlingError|RequestThrottled|\(Throttling\)|BandwidthLimitExceeded/
/** An action of a service has to be named, or AWS's own error code: applications refuse people in the same words. */
const denied =
  /is not authorized to perform:? (?:on )?[a-z][\w-]*:[A-Z*]|\bAccessDenied(?:Exception|Fault)?\b|UnauthorizedOperation|Access Denied \(Service: |KMSAccessDenied|AuthorizationErrorException/
const expired =
  /ExpiredToken|security token included in the request is expired|TokenRefreshRequired|Signature expired|RequestExpired|InvalidClientTokenId/
const programming =
  /^(?:(?:Key|Index|Attribute|Name|UnboundLocal|Type|Reference|Range)Error|java\.lang\.NullPointerException)$/
const dependencyFailed =
  /Request failed with status code \d{3}|\b[45]\d\d (?:Client|Server) Error|HTTP Error [45]\d\d|HTTPError|Response code [45]\d\d|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE|socket hang up|fetch failed|UND_ERR_|ConnectTimeout|ReadTimeout|Read timed out|Connect timeout|ConnectionError|EndpointConnectionError|MaxRetryError|SocketTimeout|UnknownHost|ConnectException|HttpClientError|HttpServerError|An error occurred \(\w+\) when calling the \w+ operation|OperationalError|SequelizeConnection|deadline exceeded|TimeoutError|\$fault|\$metadata|de_\w+CommandError|software\.amazon\.awssdk|SdkClientException|Amazon\.Runtime\.AmazonServiceException/

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const throttleReason =
  /\b(?:CallerRateLimitExceeded|(?:Reserved)?Function(?:Concurrent)?Invocation(?:Rate)?LimitExceeded|ConcurrentInvocationLimitExceeded)\b/

/** Lambda's own words begin the message; inside another error they are those of a function that was called. */
const ownTimeout = /^(?:[\dT:.Z-]+ )?(?:[0-9a-f-]{36} )?Task timed out after/

/** Sorts an error by its type and words; `raw` is everything said of it, its stack included. */
export function kindOf(errorType: string, message: string, raw: string): FailureKind {
  const said = `${errorType}\n${message}`
  if (/Sandbox\.Timedout/.test(errorType) || ownTimeout.test(message)) return 'timeout'
  if (/^Runtime\.\w*Restore/.test(errorType)) return 'restore'
  if (/InitTimeout|Init timed out/.test(said)) return 'init-timeout'
  if (/ResponseSizeTooLarge|Response payload size|exceeded maximum allowed payload size|RESPONSE_TOO_LARGE/.test(said))
    return 'response-too-large'
  if (wrongArchitecture.test(said)) return 'wrong-architecture'
  if (heap.test(said)) return 'oom'
  if (/ENOSPC|No space left on device|no space left on device/.test(said)) return 'no-space'
  if (syntax.test(said)) return 'syntax'
  if (handlerMissing.test(said)) return 'handler-missing'
  if (importFailure.test(said)) return 'import'
  // A programming error names data, which may well be called AccessDenied.
  if (programming.test(errorType)) return dependencyFailed.test(said) ? 'dependency-failed' : 'exception'
  if (expired.test(said)) return 'credentials-expired'
  if (throttled.test(said)) return 'dependency-throttled'
  if (denied.test(said)) return 'access-denied'
  if (/UnhandledPromiseRejection|Unhandled Promise Rejection/.test(errorType)) return 'unhandled-rejection'
  if (/^Runtime\.(?:ExitError|PostError)\b|Runtime exited|Process exited|^Extension\./.test(said)) return 'exit'
  if (
    dependencyFailed.test(said) ||
    /\$metadata|\$fault|de_\w+CommandError|botocore\/(?:client|httpsession)\.py/.test(raw)
  )
    return 'dependency-failed'
  return 'exception'
}

/** Which of several words about one end tells most of it: the lowest. */
export function rankOf({ kind, message }: { readonly kind: FailureKind; readonly message: string }): number {
  if (kind === 'timeout') return 0
  if (kind === 'oom' || kind === 'restore') return 1
  if (kind === 'exit' || (kind === 'exception' && message === '')) return 4
  return message === '' || /^\w+\.\w+$/.test(message) ? 3 : 2
}

/** What the error says of the thing that was called; undefined when it names nothing. */
export function dependencyOf(errorType: string, message: string, raw: string): Dependency | undefined {
  const refusal =
    /(?:User: (\S+) )?is not authorized to perform:? ([\w-]+:[\w*]+)(?: on (?:the )?resource:? ["'\\]*([^\s"',\\]+))?/.exec(
      message,
    )
  const reason =
    /\bbecause ((?:no |an? )?[^.\n"]*(?:policy|policies|boundary)[^.\n"]*)|(with an explicit deny[^.\n"]*)/i.exec(
      message,
    )
  const said = reason?.[1] ?? reason?.[2] ?? throttleReason.exec(`${message}\n${raw}`)?.[0]
  const arn = /arn:aws[\w-]*:[\w-]+:[\w-]*:\d*:[\w:/.+=@-]+/.exec(
    refusal === null ? `${message}\n${raw}` : (refusal[3] ?? ''),
  )?.[0]
  const action = refusal?.[2]
  const operation =
    /when calling the (\w+) operation/.exec(message)?.[1] ??
    action?.split(':')[1] ??
    /\bde_(\w+?)CommandError/.exec(raw)?.[1]
  const service =
    action?.split(':')[0] ??
    arn?.split(':')[2] ??
    clientOf(raw) ??
    (/ProvisionedThroughput|configured provisioned throughput/.test(`${errorType} ${message}`)
      ? 'dynamodb'
      : undefined) ??
    hostOf(message)
  const resource = refusal?.[3] ?? arn ?? tableOf(message)
  const httpStatus = Number(
    /status code (\d{3})|\b([45]\d\d) (?:Client|Server) Error|HTTP Error (\d{3})|"httpStatusCode":\s*(\d{3})/
      .exec(`${message}\n${raw}`)
      ?.slice(1)
      .find(Boolean),
  )
  const found: Dependency = {
    ...(service !== undefined && { service }),
    ...(operation !== undefined && { operation }),
    ...(resource !== undefined && { resource }),
    ...(said !== undefined && { reason: said.trim() }),
    ...(action !== undefined && { action }),
    ...(refusal?.[1] !== undefined && { principal: refusal[1] }),
    ...(Number.isFinite(httpStatus) && httpStatus > 0 && { httpStatus }),
  }
  return Object.keys(found).length === 0 ? undefined : found
}

/** The service or host that a line names as called: an SDK client, a URL, `host:port`. */
export function hostOf(line: string): string | undefined {
  return (
    /https?:\/\/([\w.-]+)/.exec(line)?.[1] ??
    /(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH)\s+([\w.-]+(?::\d+)?)/.exec(line)?.[1] ??
    /host='([\w.-]+)'/.exec(line)?.[1] ??
    /\b((?:[\w-]+\.)+(?:com|net|org|io|internal|local|cloud|dev)(?::\d+)?)\b/.exec(line)?.[1]
  )
}

function clientOf(raw: string): string | undefined {
  const found =
    /@aws-sdk[/+]client-([\w-]+)/.exec(raw)?.[1] ?? /software\.amazon\.awssdk\.services\.(\w+)/.exec(raw)?.[1]
  return found?.replace(/-node$/, '')
}

function tableOf(message: string): string | undefined {
  const found = /\btable(?:\s*name)?\s*[:=]\s*["'`]?([\w.-]{3,255})|\btable ["'`]([\w.-]{3,255})["'`]/i.exec(message)
  return found?.[1] ?? found?.[2]
}
