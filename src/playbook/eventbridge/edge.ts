import type { BusLog } from '../../evidence/eventbridge/bus-log.ts'
import type { RuleMetrics } from '../../evidence/eventbridge/metrics.ts'
import type { PatternTest } from '../../evidence/eventbridge/pattern-test.ts'
import type { RuleSettings } from '../../evidence/eventbridge/rule.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import type { Strength } from '../cause.ts'
import { flowOf, minutesOf, type RuleFlow } from './flow.ts'
import { count } from './words.ts'

/** How sure a missing grant is the reason, by what the rule's metrics count. */
export interface GrantVerdict {
  /** Why the grant cannot be what fails. */
  readonly contradiction: string | undefined
  readonly strength: Strength
  readonly times: readonly number[]
  readonly flow: RuleFlow | undefined
  /** What the bus logged of a refusal at this target. */
  readonly logged: string | undefined
}

const refusal = /NO_PERMISSIONS|AccessDenied|not authorized|permission/i

/** What the causes about a missing grant read besides the grant. */
interface DeliveryEvidence {
  readonly rule: RuleSettings
  readonly metrics: Evidence<RuleMetrics>
  readonly log: Evidence<BusLog>
  readonly test: Evidence<PatternTest>
}

/** A grant that is missing fails every delivery: one that succeeded speaks against it, and without any match nothing was tried. */
export function grantVerdict(evidence: DeliveryEvidence, targetArn: string, targets: number): GrantVerdict {
  const flow = flowOf(valueIfRead(evidence.metrics))
  const line = valueIfRead(evidence.log)?.failures.findLast(
    (each) =>
      (each.targetArn === undefined || each.targetArn === targetArn) && refusal.test(`${each.code} ${each.message}`),
  )
  const hasFailed = flow !== undefined && (flow.failed > 0 || flow.sentToDeadLetter > 0 || flow.notSentToDeadLetter > 0)
  const delivers =
    line === undefined && flow !== undefined && flow.delivered > flow.failed && (!hasFailed || targets === 1)
  const test = valueIfRead(evidence.test)
  const contradiction = delivers
    ? `EventBridge delivered ${count(flow.delivered, 'event')} in the window.`
    : !hasFailed && line === undefined && evidence.rule.state === 'DISABLED'
      ? 'The rule is switched off, so nothing is delivered at all.'
      : !hasFailed && line === undefined && test?.origin === 'pasted' && test.matches === false
        ? 'The event does not match, so it is not delivered at all.'
        : undefined
  return {
    contradiction,
    strength: hasFailed || line !== undefined ? 'proven' : flow === undefined || flow.hasFired ? 'likely' : 'possible',
    times: flow === undefined ? [] : minutesOf(flow.failures),
    flow,
    logged: line === undefined ? undefined : `${line.code ?? ''} ${line.message}`.trim(),
  }
}
