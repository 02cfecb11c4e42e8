import type { Evidence } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { type ConfigFindings, configFindings } from '../../evidence/security/config-findings.ts'
import { configHistory, type ResourceDrift } from '../../evidence/security/config-history.ts'
import { focusOf } from '../../evidence/security/focus.ts'
import type { AccountRegion } from '../../targets/target.ts'
import type { Diagnosis, Finding, Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { causeOfRule } from './rule-names.ts'

/** How much it matters: said first in every summary. */
export type Grade = 'Critical' | 'High' | 'Medium' | 'Low'

/** What the direct look at a resource gave. */
export type Direct =
  | { readonly clear: string }
  | { readonly inconclusive: string }
  | (Pick<Finding, 'summary' | 'facts' | 'fix'> & {
      readonly grade: Grade
      readonly strength: Strength
      /** Good practice that only a rule of the account makes a duty: alone it stands only where this resource was asked about. */
      readonly isHabit?: boolean
    })

/** What AWS Config adds to every check. */
export const configNeeds = { findings: optional(configFindings), history: optional(configHistory) }

interface ConfigEvidence {
  readonly findings: Evidence<ConfigFindings>
  readonly history: Evidence<readonly ResourceDrift[]>
}

interface Judging {
  readonly target: AccountRegion
  fact(need: 'findings' | 'history', label: string, value: string, at?: number, aspect?: string): Fact
}

const mostFacts = 4

/** Joins what was seen directly with the rules of AWS Config that say the same. */
export function judged(
  id: string,
  grade: Grade,
  direct: Direct,
  { findings, history }: ConfigEvidence,
  at: Judging,
): Diagnosis {
  const marked = (findings.status === 'ok' ? findings.value.findings : []).filter((each) => causeOfRule(each) === id)
  const drifts = history.status === 'ok' ? history.value.filter((each) => causeOfRule(each.finding) === id) : []
  const facts = [
    ...marked
      .slice(0, mostFacts)
      .map((each) =>
        at.fact(
          'findings',
          `Config rule ${each.rule}`,
          `NON_COMPLIANT: ${each.resourceType} ${each.resourceId}${each.annotation === undefined ? '' : ` (${each.annotation})`}`,
          each.recordedAt,
          each.rule,
        ),
      ),
    ...drifts
      .slice(0, 2)
      .map(({ finding, changedAt, changed }) =>
        at.fact(
          'history',
          `Last recorded change of ${finding.resourceId}`,
          changed.length === 0 ? 'recorded' : `changed: ${changed.slice(0, 6).join(', ')}`,
          changedAt,
          `${finding.resourceType} ${finding.resourceId}`,
        ),
      ),
  ]
  if ('summary' in direct) {
    const { grade: seen, isHabit = false, strength, ...finding } = direct
    return {
      ...finding,
      summary: `${seen}: ${finding.summary}`,
      strength: marked.length > 0 ? 'proven' : strength,
      facts: [...finding.facts, ...facts] as unknown as Finding['facts'],
      ...((!isHabit || marked.length > 0 || focusOf(at.target) !== undefined) && { standsAlone: true }),
    }
  }
  const [first, ...more] = facts
  const resource = marked[0]
  if (first === undefined || resource === undefined) return direct
  if ('clear' in direct && focusOf(at.target) !== undefined)
    return { clear: `${direct.clear} The rule ${resource.rule} still marks it from an earlier evaluation.` }
  const others = marked.length === 1 ? '' : ` and ${marked.length - 1} more resource${marked.length === 2 ? '' : 's'}`
  return {
    strength: 'proven',
    standsAlone: true,
    summary: `${grade}: ${resource.resourceId} (${resource.resourceType})${others} breaks the Config rule ${resource.rule}${resource.annotation === undefined ? '' : `: ${resource.annotation}`}.`,
    facts: [first, ...more],
  }
}

/** For evidence of the whole account where one resource was asked about. */
export function aside(target: AccountRegion): { inconclusive: string } {
  return { inconclusive: `Not looked at: the question is about ${focusOf(target)?.id ?? target.name} alone.` }
}

export function unread(what: string): { inconclusive: string } {
  return { inconclusive: `${what} could not be read.` }
}

/** `2026-08-01, 114 days ago`. */
export function ageText(at: number, now: number): string {
  return `${new Date(at).toISOString().slice(0, 10)}, ${Math.floor((now - at) / 86_400_000)} days ago`
}

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[], most = 5): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}
