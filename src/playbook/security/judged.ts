import { focusOf } from '../../evidence/security/focus.ts'
import type { AccountRegion } from '../../targets/target.ts'
import type { Diagnosis, Finding, Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { markedResource } from './blamed.ts'
import { type ConfigEvidence, type ConfigSays, configSays } from './config-says.ts'

export { configNeeds } from './config-says.ts'

/** How much it matters: said first in every summary. */
export type Grade = 'Critical' | 'High' | 'Medium' | 'Low'

/** What the direct look at a resource gave. */
export type Direct =
  | { readonly clear: string }
  | { readonly inconclusive: string }
  | (Pick<Finding, 'summary' | 'facts' | 'fix' | 'resource'> & {
      readonly grade: Grade
      readonly strength: Strength
      /** Good practice that only a rule of the account makes a duty: alone it stands only where this resource was asked about. */
      readonly isHabit?: boolean
    })

/** Every grade as the part of the trouble it stands for: graver findings come first. */
const extents: Readonly<Record<Grade, number>> = { Critical: 1, High: 0.75, Medium: 0.5, Low: 0.25 }

interface Judging {
  readonly target: AccountRegion
  fact(need: 'findings' | 'history' | 'writes', label: string, value: string, at?: number, aspect?: string): Fact
}

const mostFacts = 4

/** Joins what was seen directly with the rules of AWS Config that say the same. */
export function judged(id: string, grade: Grade, direct: Direct, evidence: ConfigEvidence, at: Judging): Diagnosis {
  const said = configSays(id, evidence)
  const facts = factsOf(said, evidence, at)
  if ('summary' in direct) {
    const { grade: seen, isHabit = false, strength, ...finding } = direct
    const isMarked = said.current.length > 0
    if (isHabit && !isMarked && focusOf(at.target) === undefined)
      return { clear: `Good practice that no rule of the account asks for: ${finding.summary}` }
    return {
      ...finding,
      summary: `${seen}: ${finding.summary}`,
      strength: isMarked ? 'proven' : strength,
      extent: extents[seen],
      facts: [...finding.facts, ...facts] as unknown as Finding['facts'],
      standsAlone: true,
    }
  }
  const resource = said.current[0]
  const [first, ...more] = facts
  if (resource === undefined || first === undefined) {
    const old = said.old[0]
    if (old !== undefined)
      return {
        inconclusive: `The rule ${old.rule} marked ${old.resourceId}, but of an earlier state: ${said.whyOld}.`,
      }
    const unlisted = said.unlisted[0]
    if (unlisted === undefined || 'clear' in direct) return direct
    return {
      strength: said.isAgeUnknown ? 'possible' : 'likely',
      standsAlone: true,
      extent: extents[grade],
      summary: `${grade}: the Config rule ${unlisted.name} is broken by ${unlisted.resources} resource${unlisted.resources === 1 ? '' : 's'}; ask about the rule to see which.`,
      facts: [
        at.fact(
          'findings',
          `Config rule ${unlisted.name}`,
          `NON_COMPLIANT: ${unlisted.resources}`,
          undefined,
          unlisted.name,
        ),
      ],
    }
  }
  const focus = focusOf(at.target)
  const blame = markedResource(at.target, resource)
  if ('clear' in direct && focus !== undefined && focus.service !== 'config')
    return { clear: `${direct.clear} The rule ${resource.rule} still marks it from an earlier evaluation.` }
  const count = said.current.length
  const others = count === 1 ? '' : ` and ${count - 1} more resource${count === 2 ? '' : 's'}`
  return {
    strength: said.isAgeUnknown ? 'possible' : 'clear' in direct ? 'likely' : 'proven',
    standsAlone: true,
    extent: extents[grade],
    summary: `${grade}: ${resource.resourceId} (${resource.resourceType})${others} break${count === 1 ? 's' : ''} the Config rule ${resource.rule}${resource.annotation === undefined ? '' : `: ${sentenceOf(resource.annotation)}`}.${'clear' in direct ? ` Looked at directly: ${direct.clear}` : ''}`,
    facts: [first, ...more],
    ...(blame !== undefined && { resource: blame }),
  }
}

function factsOf({ current, drifts }: ConfigSays, { writes }: ConfigEvidence, at: Judging): Fact[] {
  const written = writes.status === 'ok' && writes.value !== null ? writes.value : undefined
  const isOfThis = current.some((each) => each.resourceId === written?.resource)
  return [
    ...current
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
    ...(written === undefined || !isOfThis
      ? []
      : written.events
          .slice(0, 2)
          .map((each) =>
            at.fact(
              'writes',
              `Written to ${written.resource}`,
              `${each.name} by ${each.who}`,
              each.at,
              written.resource,
            ),
          )),
  ]
}

/** Annotations end as they like. */
function sentenceOf(annotation: string): string {
  return annotation.replace(/[\s.]+$/, '')
}

/** For evidence of the whole account where one resource was asked about. */
export function aside(target: AccountRegion): { inconclusive: string } {
  return { inconclusive: `Not looked at: the question is about ${focusOf(target)?.id ?? target.name} alone.` }
}

/** Whether the question is about a resource of another service, so that nothing was looked at here. */
export function isElsewhere(target: AccountRegion, service: string): boolean {
  const focus = focusOf(target)
  return focus !== undefined && focus.service !== service
}

export function unread(what: string): { inconclusive: string } {
  return { inconclusive: `${what} could not be read.` }
}

/** `2026-08-01, 114 days ago`; `2026-11-23, less than a day ago`. */
export function ageText(at: number, now: number): string {
  const days = Math.floor((now - at) / 86_400_000)
  const ago = days < 1 ? 'less than a day' : days === 1 ? '1 day' : `${days.toLocaleString('en-US')} days`
  return `${new Date(at).toISOString().slice(0, 10)}, ${ago} ago`
}

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[], most = 5): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}
