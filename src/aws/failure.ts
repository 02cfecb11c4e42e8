/** Why a read gave no answer, in the words evidence uses. */
export interface ReadFailure {
  readonly status: 'denied' | 'throttled' | 'absent' | 'failed'
  /** AWS's own error code: `AccessDeniedException`. */
  readonly code: string
  readonly message: string
  /** The action and resource AWS named in its refusal, when it did. */
  readonly action?: string
  readonly resource?: string
}

const deniedCodes =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized|AuthorizationError|UnauthorizedException|ForbiddenException|AllAccessDisabled|KMSAccessDeniedException|OptInRequired)$/
const throttledCodes =
  /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|SlowDown|LimitExceededException|RequestThrottled|ProvisionedThroughputExceededException|BandwidthLimitExceeded)$/
const absentCodes =
  /(NotFound|NoSuch|DoesNotExist|NonExistent|ResourceNotFoundException|QueueDoesNotExist|TableNotFoundException)/

/** Thrown by a probe that looked and found that the resource is not there. */
export class AbsentError extends Error {
  override readonly name = 'ResourceNotFoundException'
}

/** Credentials that were good until their time was over. */
export function isExpired(error: unknown): boolean {
  return /^(ExpiredToken|ExpiredTokenException|TokenRefreshRequired|RequestExpired)$/.test(nameOf(error).code)
}

/** Credentials that no read can work with: the whole question fails, with a sentence that says what to do. */
export function credentialsProblem(error: unknown): string | undefined {
  const { code, message } = nameOf(error)
  if (isExpired(error))
    return 'The AWS credentials have expired. Renew them (for example `aws sso login`) and ask again.'
  if (
    /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|MissingAuthenticationToken|InvalidToken)$/.test(
      code,
    )
  )
    return `AWS refused these credentials (${code}). Check AWS_PROFILE or the AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in use, and this machine's clock.`
  if (code === 'CredentialsProviderError' || /could not load credentials|resolve credentials/i.test(message))
    return 'No AWS credentials found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws sso login`, and ask again.'
  return undefined
}

/** A network that reaches no endpoint, as a sentence; undefined for every other error. */
export function connectionProblem(error: unknown): string | undefined {
  const text = errorChain(error)
  if (
    !/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|connect ETIMEDOUT|socket hang up|ECONNRESET|TimeoutError/.test(
      text,
    )
  )
    return undefined
  const where = /(?:connect \w+ |getaddrinfo \w+ )(\S+)/.exec(text)?.[1]
  return `AWS could not be reached${where === undefined ? '' : ` at ${where}`}. Check the network, the region name and any AWS_ENDPOINT_URL, and ask again.`
}

/** A call that was given up because the time for the answer was over. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof Error && /^(AbortError|TimeoutError)$/.test(error.name)
}

/**
 * Sorts an SDK error into what it means for evidence; never throws.
 *
 * `called` are the IAM actions of the read: some services (SQS) write an action in lower case, and one that was called is told as IAM spells it.
 */
export function classify(error: unknown, called: readonly string[] = []): ReadFailure {
  const { code, message } = nameOf(error)
  const said = /not authorized to perform:? ([\w-]+:\w+)(?: on resource:? ["']?([^\s"']+?))?["']?(?:[,.\s]|$)/i.exec(
    message,
  )
  const refused = said?.[1]
  const action = called.find((each) => each.toLowerCase() === refused?.toLowerCase()) ?? refused
  const named = { ...(action && { action }), ...(said?.[2] && { resource: said[2] }) }
  if (deniedCodes.test(code) || said !== null || statusOf(error) === 403)
    return { status: 'denied', code, message, ...named }
  if (throttledCodes.test(code) || statusOf(error) === 429) return { status: 'throttled', code, message }
  if (absentCodes.test(code) || (statusOf(error) === 404 && code !== 'UnknownError'))
    return { status: 'absent', code, message }
  return { status: 'failed', code, message }
}

function nameOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'Error', message: String(error) }
  const legacy = (error as { Code?: unknown }).Code
  const code = error.name === 'Error' && typeof legacy === 'string' ? legacy : error.name
  return { code, message: error.message || errorChain(error) }
}

function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata
  return metadata?.httpStatusCode
}

function errorChain(error: unknown): string {
  const parts: string[] = []
  let current: unknown = error
  for (let depth = 0; current instanceof Error && depth < 5; depth += 1) {
    parts.push(`${current.name} ${(current as { code?: string }).code ?? ''} ${current.message}`)
    if (current instanceof AggregateError) parts.push(...current.errors.map((each) => String(each)))
    current = current.cause
  }
  return parts.join(' | ')
}
