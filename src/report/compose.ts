import type { Conclusion, RootCause } from '../engine/conclude.ts'
import { conclude } from '../engine/conclude.ts'
import type { Reading } from '../engine/gather.ts'
import type { Found, Investigation } from '../engine/outcome.ts'
import type { MissingEvidence } from '../evidence/evidence.ts'
import type { Question } from '../intake/question.ts'
import type { Alias } from '../playbook/cause.ts'
import type { Fact } from '../playbook/fact.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { Team } from '../playbook/team.ts'
import type { FailedLookup } from '../targets/resolve/resolution.ts'
import type { Target } from '../targets/target.ts'
import { changesOf } from './changes.ts'
import type { Report, ReportCause, ReportFact, ReportGap } from './report.ts'
import { teamNotesOn, teamSentencesOn, withoutOff } from './team-words.ts'

export interface ComposeOptions {
  readonly question: Question
  readonly investigation: Investigation
  readonly playbook: Playbook
  readonly cost: Report['cost']
  readonly durationMs: number
  /** Assumptions made while the name was resolved. */
  readonly notes?: readonly string[]
  /** Look-ups of the name that gave nothing. */
  readonly failedLookups?: readonly FailedLookup[]
  /** Those of them that would have been looked at beside what was found. */
  readonly unseen?: readonly FailedLookup[]
  /** What was looked at stands in for what was asked about. */
  readonly isInstead?: boolean
}

const mostCauses = 6

/** Puts an investigation in the Report's words and order; pure. */
export function compose({
  question,
  investigation: whole,
  playbook,
  cost,
  durationMs,
  notes = [],
  failedLookups = [],
  unseen = [],
  isInstead = false,
}: ComposeOptions): Report {
  const { team } = playbook
  const names = (found: Found) => namesOf(found, question, whole.roots)
  const { investigation, offIds, notes: offNotes } = withoutOff(whole, question.symptom, names, team)
  const concluded = conclude(investigation, question.symptom)
  const isHalfSeen = concluded.verdict === 'healthy' && (unseen.length > 0 || isInstead)
  const conclusion: Conclusion = isHalfSeen ? { ...concluded, verdict: 'insufficient-evidence' } : concluded
  const target = conclusion.sighting?.target ?? investigation.roots[0]
  if (target === undefined) throw new Error('an investigation needs a target')
  const told = (root: RootCause): ReportCause => causeOf(root, question, investigation.roots, team)
  const causes = conclusion.causes.slice(0, mostCauses).map(told)
  const gaps = [...lookupGaps(failedLookups), ...gapsOf(investigation.readings)]
  return {
    schemaVersion: 1,
    command: question.command,
    target: {
      kind: target.kind,
      id: target.id,
      name: target.name,
      arn: target.arn,
      account: target.account,
      region: target.region,
    },
    window: { from: iso(question.window.from), to: iso(question.window.to) },
    verdict: conclusion.verdict,
    summary: summaryOf(conclusion, causes, target, gaps, offIds),
    observed: (conclusion.sighting?.observation.facts ?? []).map(factOf),
    causes,
    earlier: conclusion.earlier.slice(0, mostCauses).map(told),
    ruledOut: ruledOut(investigation),
    undecided: undecided(investigation, conclusion),
    gaps,
    changes: changesOf(investigation, conclusion),
    notes: [
      ...observedNotes(conclusion),
      ...offNotes,
      ...(conclusion.causes.length === 0 ? teamSentencesOn(target, team) : []),
      ...notes,
      ...unseenNotes(isHalfSeen ? unseen : [], question.name),
      ...unrelatedNotes(conclusion),
      ...interruptedNotes(investigation),
      ...adviceNotes(conclusion, playbook, question),
    ],
    cost,
    durationMs,
  }
}

function summaryOf(
  conclusion: Conclusion,
  causes: readonly ReportCause[],
  target: Target,
  gaps: readonly ReportGap[],
  offIds: readonly string[],
): string {
  const seen = conclusion.sighting?.observation.summary ?? `What ${target.name} serves could not be seen.`
  const first = causes[0]
  const unread =
    gaps.length === 0
      ? ''
      : ` ${gaps.length === 1 ? 'One read' : `${gaps.length} reads`} gave nothing, so this is not the whole picture.`
  switch (conclusion.verdict) {
    case 'cause-found':
      return first === undefined ? seen : first.summary
    case 'several-possible':
      return `${seen} Several causes fit and the evidence does not decide between them: ${causes.map((cause) => cause.id).join(', ')}.`
    case 'insufficient-evidence':
      return first === undefined
        ? offIds.length > 0
          ? `${seen} What the evidence shows is switched off in firstlook.config.ts: ${offIds.join(', ')}.${unread}`
          : `${seen} The evidence names no cause.${unread}`
        : `${seen} The evidence does not settle the cause; one possibility: ${first.summary}`
    case 'healthy':
      return `${seen}${unread}`
    case 'recovered':
      return seen
  }
}

/** A finding goes by the name it has under the symptom asked, and lists the others. */
function namesOf(found: Found, question: Question, roots: readonly Target[]): { id: string; aliases: string[] } {
  const kinds = roots.map((root) => root.kind)
  const fits = (alias: Alias): boolean =>
    alias.when?.symptoms.includes(question.symptom) === true && alias.when.askedOf.some((kind) => kinds.includes(kind))
  const aliases = found.cause.aliases ?? []
  const id = aliases.find(fits)?.id ?? found.cause.id
  const others = [found.cause.id, ...aliases.map((alias) => alias.id), ...(found.finding.alsoKnownAs ?? [])]
  return { id, aliases: [...new Set(others)].filter((each) => each !== id) }
}

function causeOf(
  { found, chain }: RootCause,
  question: Question,
  roots: readonly Target[],
  team: Team | undefined,
): ReportCause {
  const resource = found.finding.resource ?? found.target
  const names = namesOf(found, question, roots)
  const teamNotes = teamNotesOn(found, names, roots, team)
  return {
    ...names,
    strength: found.finding.strength,
    resource: { kind: resource.kind, id: resource.id, name: resource.name, arn: resource.arn },
    summary: found.finding.summary,
    facts: found.finding.facts.map(factOf),
    chain: chain.map((effect) => ({
      id: namesOf(effect, question, roots).id,
      resource: (effect.finding.resource ?? effect.target).name,
      summary: effect.finding.summary,
    })),
    fix: { ...found.cause.fix(found.target as never), ...found.finding.fix },
    docs: found.cause.docs,
    ...(teamNotes.length > 0 && { teamNotes: [...teamNotes] }),
  }
}

function factOf({ label, value, source, account, region, at, link, cli }: Fact): ReportFact {
  return {
    label,
    value,
    source,
    account,
    region,
    ...(at !== undefined && { at: iso(at) }),
    ...(link !== undefined && { link }),
    ...(cli !== undefined && { cli }),
  }
}

function ruledOut({ outcomes }: Investigation): Report['ruledOut'] {
  const open = new Set(outcomes.filter((outcome) => outcome.status !== 'clear').map((outcome) => outcome.cause.id))
  const rows = new Map<string, string>()
  for (const outcome of outcomes) {
    if (outcome.status !== 'clear' || open.has(outcome.cause.id)) continue
    const why = outcome.why ?? `The evidence shows no sign of it on ${outcome.target.name}.`
    if (!rows.has(outcome.cause.id) || outcome.why !== undefined) rows.set(outcome.cause.id, why)
  }
  return [...rows].map(([id, why]) => ({ id, why })).sort((a, b) => (a.id < b.id ? -1 : 1))
}

function undecided({ outcomes }: Investigation, { needless, causes }: Conclusion): Report['undecided'] {
  const rows = new Map<string, string>()
  for (const found of needless)
    if (!causes.some((root) => root.found.cause.id === found.cause.id))
      rows.set(found.cause.id, `Possible too, but what is proven explains the failure: ${found.finding.summary}`)
  for (const outcome of outcomes)
    if (outcome.status === 'inconclusive' && !rows.has(outcome.cause.id)) rows.set(outcome.cause.id, outcome.why)
  return [...rows].map(([id, why]) => ({ id, why })).sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** No statement on the role widens what the session was opened for. */
const outOfScope =
  'Firstlook reads in the regions of the account in firstlook.config.ts and the one of the question: add the resource’s region there.'

/** Every read that gave nothing, once for each probe and resource. */
export function gapsOf(readings: readonly Reading[]): ReportGap[] {
  const rows = new Map<string, ReportGap>()
  for (const { probe, target, key, evidence, waitedFor, missed } of readings) {
    for (const part of missed) {
      const resource = part.evidence.resource ?? part.resource
      rows.set(`${probe.id} ${part.action} ${resource}`, {
        probe: probe.id,
        action: part.action,
        resource,
        ...refusalOf(part.evidence, [part.action], resource),
      })
    }
    if (evidence === undefined || evidence.status === 'ok') continue
    // A read that failed because another did hands on that one's evidence; it is one gap.
    const cameThrough = [...waitedFor].some((other) =>
      readings.some((reading) => reading.key === other && reading.evidence === evidence),
    )
    if (cameThrough) continue
    const asked = (probe.resource as (target: Target) => string)(target)
    const actions = evidence.action === undefined ? [...probe.actions] : [evidence.action]
    const resource = evidence.resource ?? asked
    rows.set(key, { probe: probe.id, action: actions.join(', '), resource, ...refusalOf(evidence, actions, resource) })
  }
  return [...rows.values()].sort((a, b) => (a.probe + a.resource < b.probe + b.resource ? -1 : 1))
}

function refusalOf(
  { status, error }: MissingEvidence,
  actions: readonly string[],
  resource: string,
): Pick<ReportGap, 'error' | 'statement'> {
  const isOutOfScope = /\bsession policy\b/.test(error)
  return {
    error: isOutOfScope ? `${error} ${outOfScope}` : error,
    statement:
      status === 'denied' && !isOutOfScope ? { Effect: 'Allow', Action: [...actions], Resource: resource } : null,
  }
}

function lookupGaps(failed: readonly FailedLookup[]): ReportGap[] {
  return failed.map(({ lookup, actions, asked, status, code, message, action, resource }) => {
    const named = action === undefined ? [...actions] : [action]
    return {
      probe: lookup,
      action: named.join(', '),
      resource: resource ?? asked,
      error: `${code}: ${message}`,
      statement: status === 'denied' ? { Effect: 'Allow', Action: named, Resource: resource ?? asked } : null,
    }
  })
}

/** What was seen of the failure itself, where the summary speaks of its cause: it may differ from what was asked. */
function observedNotes({ verdict, sighting }: Conclusion): string[] {
  return verdict === 'cause-found' && sighting !== undefined ? [sighting.observation.summary] : []
}

function unrelatedNotes({ unrelated, verdict }: Conclusion): string[] {
  if (verdict === 'healthy') return []
  return unrelated
    .filter((found) => found.finding.strength !== 'possible')
    .slice(0, 3)
    .map(
      (found) =>
        `Also seen, but not on the requests or at the times asked about: ${found.finding.summary} (${found.cause.id})`,
    )
}

function unseenNotes(unseen: readonly FailedLookup[], name: string): string[] {
  if (unseen.length === 0) return []
  return [
    `Whether something else called ${name} fails is not known: ${unseen.map((each) => each.actions.join(', ')).join('; ')} gave nothing.`,
  ]
}

function interruptedNotes({ interrupted }: Investigation): string[] {
  return interrupted
    ? ['The time for this answer ran out; what had been read by then is here, the rest is listed as a gap.']
    : []
}

/** Where nothing that can be read explains the failure, what no read can see is worth a thought. */
function adviceNotes({ verdict }: Conclusion, { advice }: Playbook, question: Question): string[] {
  if (verdict !== 'insufficient-evidence') return []
  return advice
    .filter((row) => row.symptoms.includes(question.symptom))
    .slice(0, 4)
    .map((row) => `${row.cause} ${row.advice} (${row.id}: ${row.why})`)
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
