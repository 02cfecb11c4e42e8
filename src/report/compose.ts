import type { Conclusion, RootCause } from '../engine/conclude.ts'
import { conclude } from '../engine/conclude.ts'
import type { Reading } from '../engine/gather.ts'
import type { Found, Investigation } from '../engine/outcome.ts'
import type { Question } from '../intake/question.ts'
import type { Alias } from '../playbook/cause.ts'
import type { Fact } from '../playbook/fact.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { FailedLookup } from '../targets/resolve/resolution.ts'
import type { Target } from '../targets/target.ts'
import type { Report, ReportCause, ReportChange, ReportFact, ReportGap } from './report.ts'

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
}

const mostCauses = 6

/** Puts an investigation in the Report's words and order; pure. */
export function compose({
  question,
  investigation,
  playbook,
  cost,
  durationMs,
  notes = [],
  failedLookups = [],
}: ComposeOptions): Report {
  const conclusion = conclude(investigation, question.symptom)
  const target = conclusion.sighting?.target ?? investigation.roots[0]
  if (target === undefined) throw new Error('an investigation needs a target')
  const causes = conclusion.causes.slice(0, mostCauses).map((root) => causeOf(root, question, investigation.roots))
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
    summary: summaryOf(conclusion, causes, target, gaps),
    observed: (conclusion.sighting?.observation.facts ?? []).map(factOf),
    causes,
    earlier: conclusion.earlier.slice(0, mostCauses).map((root) => causeOf(root, question, investigation.roots)),
    ruledOut: ruledOut(investigation),
    undecided: undecided(investigation, conclusion),
    gaps,
    changes: changesOf(investigation, conclusion),
    notes: [
      ...observedNotes(conclusion),
      ...notes,
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
        ? `${seen} The evidence names no cause.${unread}`
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
  return { id, aliases: [found.cause.id, ...aliases.map((alias) => alias.id)].filter((each) => each !== id) }
}

function causeOf({ found, chain }: RootCause, question: Question, roots: readonly Target[]): ReportCause {
  const resource = found.finding.resource ?? found.target
  return {
    ...namesOf(found, question, roots),
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

/** Every read that gave nothing, once for each probe and resource. */
export function gapsOf(readings: readonly Reading[]): ReportGap[] {
  const rows = new Map<string, ReportGap>()
  for (const { probe, target, key, evidence, waitedFor } of readings) {
    if (evidence === undefined || evidence.status === 'ok') continue
    // A read that failed because another did hands on that one's evidence; it is one gap.
    const cameThrough = [...waitedFor].some((other) =>
      readings.some((reading) => reading.key === other && reading.evidence === evidence),
    )
    if (cameThrough) continue
    const asked = (probe.resource as (target: Target) => string)(target)
    const actions = evidence.action === undefined ? [...probe.actions] : [evidence.action]
    const resource = evidence.resource ?? asked
    rows.set(key, {
      probe: probe.id,
      action: actions.join(', '),
      resource,
      error: evidence.error,
      statement: evidence.status === 'denied' ? { Effect: 'Allow', Action: actions, Resource: resource } : null,
    })
  }
  return [...rows.values()].sort((a, b) => (a.probe + a.resource < b.probe + b.resource ? -1 : 1))
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

/** Newest first; tied to a cause only when it touches the very resource that fails. */
function changesOf(investigation: Investigation, conclusion: Conclusion): ReportChange[] {
  const onset = conclusion.sighting?.observation.times.length
    ? Math.min(...conclusion.sighting.observation.times)
    : undefined
  const seen = new Set<string>()
  return [...investigation.changes]
    .sort((a, b) => b.at - a.at || (a.what < b.what ? -1 : 1))
    .filter((change) => {
      const key = `${change.at} ${change.what} ${change.resource}`
      return !seen.has(key) && seen.add(key)
    })
    .slice(0, 30)
    .map((change) => {
      const tied = conclusion.causes.find(
        ({ found }) => touches(change.resource, found) && (onset === undefined || change.at <= onset + 120_000),
      )
      return {
        at: iso(change.at),
        who: change.who,
        what: change.what,
        resource: change.resource,
        ...(tied !== undefined && { tiedTo: tied.found.cause.id }),
      }
    })
}

function touches(resource: string, found: Found): boolean {
  const blamed = [
    found.finding.resource ?? found.target,
    found.target,
    ...('function' in found.target ? [found.target.function] : []),
  ]
  return blamed.some(
    (target) =>
      resource === target.arn ||
      resource === target.name ||
      resource === target.id ||
      target.arn.startsWith(`${resource}:`),
  )
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
