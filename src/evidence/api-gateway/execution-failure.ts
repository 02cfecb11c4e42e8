import type { LogLine } from '../logs/filter.ts'
import { type FailureKind, kindOf, moreParticular, splitLine } from './execution-line.ts'
import { functionIn, type NamedFunction } from './integration-uri.ts'
import { type ReturnedShape, shapeOf } from './response-shape.ts'

/** One request that failed, put together from its lines in the execution log. */
export interface ExecutionFailure {
  readonly requestId: string
  /** Epoch milliseconds of the line that says it failed. */
  readonly at: number
  /** What the caller got. */
  readonly status?: number
  /** Absent when API Gateway logged no failure of its own: the back end's answer was passed on. */
  readonly kind?: FailureKind
  /** The line that says why, clipped. */
  readonly message?: string
  readonly lambdaRequestId?: string
  /** What was called last. */
  readonly function?: NamedFunction
  readonly endpoint?: string
  readonly method?: string
  readonly resourcePath?: string
  /** What the endpoint answered. */
  readonly integrationStatus?: number
  /** API Gateway's own name of its answer: `INTEGRATION_TIMEOUT`, `ACCESS_DENIED`. */
  readonly responseType?: string
  /** It failed before the authorizer was done. */
  readonly isInAuthorizer: boolean
  readonly returned?: ReturnedShape
  readonly isCanary: boolean
}

const longestMessage = 300
const authorizerFailed =
  /^Execution failed due to (?:a |an )?(?:configuration error: Authorizer error|authorizer (?:error|failure))|^Gateway response type: AUTHORIZER_(?:FAILURE|CONFIGURATION_ERROR)\b/i

/** Puts log lines together by request and keeps the requests that failed: with a failure line, or with one of the statuses. */
export function failuresIn(
  lines: readonly LogLine[],
  isWanted: (status: number) => boolean,
  isCanary = false,
): ExecutionFailure[] {
  const byRequest = new Map<string, { at: number; text: string }[]>()
  for (const line of lines) {
    const split = splitLine(line.message)
    if (split === undefined) continue
    const known = byRequest.get(split.requestId)
    if (known === undefined) byRequest.set(split.requestId, [{ at: line.at, text: split.text }])
    else if (!known.some((each) => each.at === line.at && each.text === split.text))
      known.push({ at: line.at, text: split.text })
  }
  return [...byRequest]
    .map(([requestId, own]) => readRequest(requestId, own, isCanary))
    .filter((failure) => (failure.status === undefined ? failure.kind !== undefined : isWanted(failure.status)))
    .sort((a, b) => a.at - b.at)
}

function readRequest(
  requestId: string,
  lines: readonly { at: number; text: string }[],
  isCanary: boolean,
): ExecutionFailure {
  let kind: FailureKind | undefined
  let message: string | undefined
  let at = lines[0]?.at ?? 0
  let isInAuthorizer = false
  let isAuthorizerDone = true
  const found: { -readonly [P in keyof ExecutionFailure]?: ExecutionFailure[P] } = {}
  for (const line of lines) {
    const { text } = line
    if (/^Starting authorizer/.test(text)) isAuthorizerDone = false
    if (/^(Successfully completed authorizer|Using valid authorizer)/.test(text)) isAuthorizerDone = true
    readDetails(text, found)
    const own = /^(HTTP|Endpoint|Method) (Method|request|response)\b.*(headers|body|URI|path)/i.test(text)
      ? undefined
      : kindOf(text)
    const hint =
      /^Endpoint response body/.test(text) && /Unable to determine service\/operation name/.test(text)
        ? 'wrong-method'
        : own
    if (hint === undefined || moreParticular(kind, hint) === kind) continue
    kind = hint
    message = text
    at = line.at
    isInAuthorizer = !isAuthorizerDone
  }
  // At the level ERROR nothing says that an authorizer was started; that it failed is said beside the reason.
  if (lines.some(({ text }) => authorizerFailed.test(text))) isInAuthorizer = true
  if (kind === undefined) at = lines.find((line) => /^Method completed with status/.test(line.text))?.at ?? at
  return {
    requestId,
    at,
    isCanary,
    isInAuthorizer,
    ...found,
    ...(kind !== undefined && { kind }),
    ...(message !== undefined && { message: clipped(message) }),
  }
}

function readDetails(text: string, found: { -readonly [P in keyof ExecutionFailure]?: ExecutionFailure[P] }): void {
  const status = /^Method completed with status: (\d{3})/.exec(text)?.[1]
  if (status !== undefined) found.status = Number(status)
  const type = /^Gateway response type: ([A-Z][A-Z0-9_]+)/.exec(text)?.[1]
  if (type !== undefined && !type.startsWith('DEFAULT_')) found.responseType = type
  const lambdaRequestId =
    /Lambda request id: ([\w-]{4,})/i.exec(text)?.[1] ??
    /AWS Integration Endpoint RequestId\s*:\s*([\w-]{4,})/i.exec(text)?.[1] ??
    (/^Endpoint response headers/i.test(text) ? /x-amzn-RequestId=([\w-]{4,})/i.exec(text)?.[1] : undefined)
  if (lambdaRequestId !== undefined) found.lambdaRequestId = lambdaRequestId
  const uri = /^(?:Endpoint request URI: |Sending request to )(\S+)/.exec(text)?.[1]
  if (uri !== undefined) {
    const called = functionIn(decoded(uri))
    if (called !== undefined) found.function = called
    found.endpoint = uri.split('?')[0]?.slice(0, longestMessage) ?? ''
  }
  const resource = /HTTP Method: (\w+), Resource Path: (\S+)/.exec(text)
  if (resource !== null) {
    found.method = resource[1] ?? ''
    found.resourcePath = resource[2] ?? ''
  }
  const answered =
    /Received response\. Status: (\d{3})|Endpoint response status(?: code)?: (\d{3})|Endpoint Response Status Code: (\d{3})/i.exec(
      text,
    )
  if (answered !== null) found.integrationStatus = Number(answered[1] ?? answered[2] ?? answered[3])
  const dump = /^Endpoint response body before transformations: ?([\s\S]*)$/.exec(text)?.[1]
  const returned = dump === undefined ? undefined : shapeOf(dump)
  if (returned !== undefined) found.returned = returned
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}

function clipped(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= longestMessage ? line : `${line.slice(0, longestMessage)}…`
}
