import type { PolicyAnswer } from '../../evidence/sqs/resource-policy.ts'
import type { EventRule } from '../../targets/target.ts'
import type { Finding, Fix } from '../cause.ts'
import type { Fact } from '../fact.ts'
import type { GrantVerdict } from './edge.ts'
import { count, outOf } from './words.ts'

interface Refusal {
  readonly rule: EventRule
  /** The queue or topic. */
  readonly name: string
  readonly does: 'send to' | 'publish to'
  readonly answer: PolicyAnswer
  /** What is wrong with the key it is encrypted with. */
  readonly keyWhy: string | undefined
  readonly verdict: GrantVerdict
  readonly fact: (of: 'policy' | 'key' | 'metrics' | 'log', label: string, value: string) => Fact
  /** Shows the policy, for whoever has to take a Deny out of it. */
  readonly showPolicy: string
  readonly keyFix: Fix
}

/** A queue or topic whose policy or key keeps EventBridge out, as a finding. */
export function policyRefusal(refusal: Refusal): Finding {
  const { rule, name, does, answer, keyWhy, verdict, fact, showPolicy, keyFix } = refusal
  const { flow, logged, strength, times } = verdict
  const isPolicy = answer.state === 'missing' || answer.state === 'denied'
  const why = isPolicy
    ? `its policy ${answer.state === 'denied' ? 'denies it' : 'does not allow it'}`
    : (keyWhy ?? 'its policy may not allow it')
  const failed = flow?.failed ?? 0
  return {
    strength,
    standsAlone: true,
    ...(times.length > 0 && { times }),
    summary: `EventBridge cannot ${does} ${name} for ${rule.name}: ${why}${failed > 0 ? `; ${count(failed, 'delivery', 'deliveries')} failed` : ''}.`,
    facts: [
      fact('policy', `Policy of ${name} on events.amazonaws.com`, saidBy(answer)),
      ...(keyWhy === undefined ? [] : [fact('key', `Key of ${name}`, keyWhy)]),
      ...(flow === undefined
        ? []
        : [fact('metrics', 'Failed and all invocations', outOf(failed, Math.max(flow.invocations, failed)))]),
      ...(logged === undefined ? [] : [fact('log', 'The bus logged', logged)]),
    ],
    ...(answer.state === 'denied' && {
      fix: {
        now: `Take events.amazonaws.com out of the statement ${answer.statement?.sid ?? 'that denies it'} in the policy of ${name}: no Allow outweighs a Deny.`,
        cli: showPolicy,
      },
    }),
    ...(!isPolicy && keyWhy !== undefined && { fix: keyFix }),
  }
}

function saidBy({ state, statement, why }: PolicyAnswer): string {
  if (state === 'allowed') return 'allows it'
  if (statement === undefined) return 'no statement'
  return `${statement.sid ?? 'a statement'}${why === undefined ? '' : `: ${why}`}`
}
