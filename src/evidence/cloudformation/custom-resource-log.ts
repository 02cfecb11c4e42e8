import { type LambdaFunction, lambdaFunction, type Stack } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { functionConfiguration } from '../lambda/configuration.ts'
import { citeLog, filterLog, type LogLine } from '../logs/filter.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { type StackFailures, stackFailures } from './failures.ts'
import { stackKey } from './stack.ts'
import { type StackFunction, stackFunctions } from './stack-functions.ts'

/** What the function behind a failed or unanswered custom resource wrote while CloudFormation waited for it. */
export interface CustomResourceLog {
  readonly logicalId: string
  readonly function: LambdaFunction
  readonly group: string
  readonly state: 'searched' | 'no-group'
  /** False when the search stopped early. */
  readonly complete: boolean
  /** Lines that speak of an error, oldest first, each cut short. */
  readonly errors: readonly LogLine[]
  /** Whether any line of an invocation was there. */
  readonly ran: boolean
}

const pattern =
  '?"Task timed out" ?"Status: timeout" ?"Runtime.ExitError" ?"signal: killed" ?"errorMessage" ?ERROR ?Error ?Exception ?AccessDenied ?"not authorized" ?FAILED ?"REPORT RequestId" ?"platform.report"'
const mostErrors = 5
const longestLine = 400

/**
 * The log of the function behind the first failed, or longest awaited, custom resource; null when that is none, or no function's.
 * Its service token stands in the events; where it does not, the stack's own functions are looked through.
 */
export const customResourceLog = defineProbe<CustomResourceLog | null, Stack>({
  id: 'cloudformation.custom-resource-log',
  actions: ['logs:FilterLogEvents'],
  uses: [stackFailures, functionConfiguration, stackFunctions],
  key: stackKey,
  resource: (target) => `arn:${target.partition}:logs:${target.region}:${target.account}:log-group:/aws/lambda/*`,
  async fetch(target, at) {
    const custom = customResourceOf(await at.read(stackFailures, target))
    if (custom === undefined) return null
    const stream = /Log Stream:\s*(\S+?)[.,]?(?:\s|$|\()/.exec(custom.reason)?.[1]
    const named = functionOf(custom.serviceToken, target)
    const candidates =
      named !== undefined
        ? [named]
        : custom.serviceToken === undefined
          ? likelyFunctions(custom.logicalId, stream, await functionsOf(target, at))
          : []
    const logs: CustomResourceLog[] = []
    for (const fn of candidates) {
      const log = await logOf(fn, custom, stream, at)
      logs.push(log)
      if (log.ran) break
    }
    return logs.find((log) => log.ran) ?? (candidates.length === 1 ? (logs[0] ?? null) : null)
  },
  cite: (target, window, group) =>
    group === undefined
      ? {
          source: `logs:FilterLogEvents of the custom resource's function in ${target.name}`,
          account: target.account,
          region: target.region,
        }
      : citeLog(target, group, pattern, window),
})

async function logOf(
  fn: LambdaFunction,
  custom: Awaited,
  stream: string | undefined,
  at: ReadContext,
): Promise<CustomResourceLog> {
  const group = await logGroupOf(fn, at)
  const search = await filterLog(at, {
    group,
    pattern,
    window: { from: custom.from - 60_000, to: custom.to + 120_000 },
    pages: 4,
    ...(stream !== undefined && { streamPrefix: stream }),
  })
  const errors = search.lines.filter((line) => isError(line.message))
  const telling = errors.filter((line) => !/^REPORT RequestId|platform\.report/.test(line.message))
  return {
    logicalId: custom.logicalId,
    function: fn,
    group,
    state: search.state,
    complete: search.complete,
    errors: (telling.length > 0 ? telling : errors).slice(-mostErrors).map(cut),
    ran: search.lines.length > 0,
  }
}

async function functionsOf(target: Stack, at: ReadContext): Promise<readonly StackFunction[]> {
  try {
    return await at.read(stackFunctions, target)
  } catch (error) {
    if (error instanceof EvidenceMissing) return []
    throw error
  }
}

const mostCandidates = 3

/** Of several functions only the one that wrote the named stream is meant, so without a stream there must be one alone. */
function likelyFunctions(
  logicalId: string,
  stream: string | undefined,
  found: readonly StackFunction[],
): LambdaFunction[] {
  const isNamedAlike = ({ logicalId: name }: StackFunction): boolean => name.startsWith(logicalId.slice(0, 6))
  const inOrder = [...found].sort((a, b) => Number(isNamedAlike(b)) - Number(isNamedAlike(a)))
  if (stream === undefined && found.length > 1) return []
  return inOrder.slice(0, mostCandidates).map((each) => each.function)
}

interface Awaited {
  readonly logicalId: string
  readonly serviceToken: string | undefined
  readonly reason: string
  readonly from: number
  readonly to: number
}

export function isCustomResource(type: string): boolean {
  return /^Custom::|^AWS::CloudFormation::CustomResource$/.test(type)
}

function customResourceOf(found: StackFailures): Awaited | undefined {
  const failed = found.failures.find((failure) => failure.source === 'event' && isCustomResource(failure.type))
  const waits = found.waiting.find((event) => isCustomResource(event.type))
  const chosen = failed ?? waits
  if (chosen === undefined) return undefined
  const rows = found.operation?.forward ?? []
  const began = rows.find((event) => event.logicalId === chosen.logicalId)?.at ?? chosen.at ?? 0
  const token = [chosen, ...rows.filter((event) => event.logicalId === chosen.logicalId)].find(
    (row) => row.serviceToken !== undefined,
  )
  return {
    logicalId: chosen.logicalId,
    serviceToken: token?.serviceToken,
    reason: chosen.reason,
    from: began,
    to: failed?.at ?? began + 3_600_000,
  }
}

/** The function an ARN names; undefined for a topic or no token. */
export function functionOf(serviceToken: string | undefined, stack: Stack): LambdaFunction | undefined {
  const match = /^arn:([\w-]+):lambda:([\w-]+):(\d{12}):function:([\w-]+)(?::([\w$-]+))?$/.exec(serviceToken ?? '')
  const [, partition, region, account, name, qualifier] = match ?? []
  if (name === undefined) return undefined
  return lambdaFunction(
    { partition: partition ?? stack.partition, region: region ?? stack.region, account: account ?? stack.account },
    name,
    qualifier,
  )
}

async function logGroupOf(fn: LambdaFunction, at: ReadContext): Promise<string> {
  try {
    return (await at.read(functionConfiguration, fn)).logGroup
  } catch (error) {
    if (error instanceof EvidenceMissing) return `/aws/lambda/${fn.id}`
    throw error
  }
}

/** A line that holds the event holds the address CloudFormation waits at, which anybody could answer. */
function isError(message: string): boolean {
  return (
    !/ResponseURL/.test(message) &&
    !/^REPORT RequestId(?!.*Status: (timeout|error))/.test(message) &&
    !/"type":"platform\.report"(?!.*"status":"(timeout|error|failure)")/.test(message)
  )
}

function cut(line: LogLine): LogLine {
  return line.message.length > longestLine
    ? { ...line, message: `${line.message.slice(0, longestLine).toWellFormed()}…` }
    : line
}
