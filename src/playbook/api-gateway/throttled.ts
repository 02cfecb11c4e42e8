import type { ExecutionFailure } from '../../evidence/api-gateway/execution-failure.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { HttpApiToFunction, RestApiToFunction } from '../../targets/target.ts'
import type { Diagnosis } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { type Attributed, type EdgeEvidence, isTelling, minutesOf, statusesOf, tied, usageAt } from './edge.ts'
import { quiet } from './seen.ts'
import { sumAt } from './series-sum.ts'
import { counted } from './words.ts'

interface Asked {
  readonly edge: RestApiToFunction | HttpApiToFunction
  readonly logged: Attributed | undefined
  /** What the caller got for it. */
  readonly statuses: readonly number[]
  fact(need: 'log' | 'uses' | 'metrics', label: string, value: string, at?: number, aspect?: string): Fact
}

/** Whether Lambda refused calls for want of concurrency; why it did is judged on the function. */
export function judgeThrottled(evidence: EdgeEvidence, { edge, logged, statuses, fact }: Asked): Diagnosis {
  const { api, function: fn } = edge
  const minutes = minutesOf(evidence)
  const use = usageAt(evidence, fn, logged === undefined ? minutes : logged.failures.map((failure) => failure.at))
  if (logged !== undefined) {
    if (use !== undefined && use.throttles === 0 && !logged.isSure) return { clear: `${fn.name} was not throttled.` }
    const last = logged.failures.at(-1) as ExecutionFailure
    return {
      strength: logged.isSure || (use?.throttles ?? 0) > 0 ? 'proven' : 'possible',
      summary: `Lambda throttled ${fn.name}: ${counted(logged.failures.length, 'request')} to ${api.name} failed because no concurrency was free.`,
      facts: [
        fact('log', 'Execution log', last.message ?? '', last.at, last.requestId),
        ...usageFacts(use, edge, fact),
      ],
      resource: fn,
      ...tied(logged.failures),
    }
  }
  if (isTelling(evidence.log)) return { clear: `The execution log holds no throttled call of ${fn.name}.` }
  if (use === undefined) return { inconclusive: `The throttles of ${fn.name} could not be read.` }
  const isQuiet = quiet('5', evidence)
  if (isQuiet !== undefined) return isQuiet
  if (minutes.length === 0) return { inconclusive: 'No failing minute is known to compare the throttles with.' }
  if (use.throttles === 0) return { clear: `${fn.name} was not throttled while the API failed.` }
  const known = statusesOf(evidence)
  if (known.size > 0 && !statuses.some((status) => known.has(status)))
    return { clear: `No response of the API was a ${statuses.join(' or ')}.` }
  const read = valueIfRead(evidence.metrics)
  const failures = read === undefined ? 0 : sumAt(read.failures5xx, minutes, 0)
  const [first, ...rest] = usageFacts(use, edge, fact)
  if (first === undefined) return { inconclusive: 'The throttles could not be shown.' }
  const isMost = use.throttles >= 0.5 * failures
  return {
    strength: isMost ? (use.errors === 0 && use.throttles >= 0.8 * failures ? 'proven' : 'likely') : 'possible',
    summary: `Lambda throttled ${fn.name} ${counted(use.throttles, 'time')} in the minutes in which ${api.name} answered ${counted(failures, 'request')} with a 5xx.`,
    facts: [first, ...rest],
    resource: fn,
    times: minutes,
  }
}

function usageFacts(use: ReturnType<typeof usageAt>, { function: fn }: Asked['edge'], fact: Asked['fact']): Fact[] {
  if (use === undefined) return []
  return [
    fact('uses', `Throttles of ${fn.id} in the failing minutes`, `${use.throttles}`, undefined, `Throttles ${fn.id}`),
    fact(
      'uses',
      `Invocations of ${fn.id} in the failing minutes`,
      `${use.invocations}`,
      undefined,
      `Invocations ${fn.id}`,
    ),
  ]
}
