import type { Needs } from '../evidence/probe.ts'
import type { Cause, Diagnosis, Finding } from '../playbook/cause.ts'
import { factFrom } from '../playbook/fact.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { Change, Observation, Sign } from '../playbook/sign.ts'
import type { Symptom } from '../targets/symptom.ts'
import { type Target, targetKey } from '../targets/target.ts'
import type { Gatherer } from './gather.ts'
import { glimpse } from './glimpse.ts'
import type { Investigation, Outcome, Sighting } from './outcome.ts'

export interface InvestigateOptions {
  readonly roots: readonly Target[]
  readonly symptom: Symptom
  readonly playbook: Playbook
  readonly gatherer: Gatherer
  readonly signal: AbortSignal
  /** How many of the targets reached first are looked up in CloudTrail; three when absent. */
  readonly changeTargets?: number
  /** Whether what stands behind the roots is left out. */
  readonly isShallow?: boolean
  readonly onProgress?: (step: string, decided: number, total: number) => void
  /** Told how the symptom shows on a target, as soon as that is known. */
  readonly onSighting?: (sighting: Pick<Sighting, 'target' | 'observation'>) => void
  /** Told of a cause, sign or hop that threw: a bug of ours, logged once. */
  readonly onBroken?: (id: string, error: unknown) => void
}

const mostHops = 4
const mostTargets = 24
/** CloudTrail allows two look-ups a second: the targets reached first are the nearest to the question. */
const mostChangeTargets = 3

/** Follows the path from what was asked about, judging every target it reaches as soon as its evidence is in. */
export async function investigate(options: InvestigateOptions): Promise<Investigation> {
  const { roots, symptom, playbook, gatherer, signal, onProgress, onSighting, onBroken } = options
  const family = playbook.family[symptom]
  const reached = new Map<string, { target: Target; path: readonly Target[] }>()
  const outcomes: Outcome[] = []
  const sightings: Sighting[] = []
  const changes: Change[] = []
  let planned = 0

  const concerns = (entry: { symptoms: readonly Symptom[] }): boolean =>
    entry.symptoms.some((each) => family.includes(each))

  const contextOf = (needs: Needs<never>, target: Target): never => judgeContext(needs, target, options)

  async function judge(cause: Cause, target: Target, path: readonly Target[]): Promise<void> {
    const gathered = await gatherer.all(cause.needs, target)
    outcomes.push({ cause, target, path, ...decide(cause, target) })
    onProgress?.(`checked ${cause.id}`, outcomes.length, planned)

    function decide(cause: Cause, target: Target): DistributedOutcome {
      if (!gathered.complete)
        return { status: 'inconclusive', why: unreadWords(gathered.unread), missing: gathered.unread }
      let diagnosis: Diagnosis
      try {
        diagnosis = cause.diagnose(gathered.values as never, contextOf(cause.needs, target))
      } catch (error) {
        onBroken?.(cause.id, error)
        return { status: 'inconclusive', why: 'The check itself failed; this is a fault of Firstlook.', missing: [] }
      }
      if (diagnosis === 'clear')
        return gathered.unread.length === 0
          ? { status: 'clear' }
          : { status: 'inconclusive', why: unreadWords(gathered.unread), missing: gathered.unread }
      if ('clear' in diagnosis) return { status: 'clear', why: diagnosis.clear }
      if ('inconclusive' in diagnosis)
        return { status: 'inconclusive', why: diagnosis.inconclusive, missing: gathered.unread }
      return { status: 'found', finding: tempered(cause, diagnosis) }
    }
  }

  function signOf(target: Target): Sign | undefined {
    const signs = playbook.signs.filter((sign) => sign.target === target.kind && concerns(sign))
    return signs.find((sign) => sign.symptoms.includes(symptom)) ?? signs[0]
  }

  async function observe(target: Target): Promise<void> {
    const best = signOf(target)
    if (best === undefined) return
    if (onSighting !== undefined)
      void glimpse(best, target, options, (observation) => onSighting({ target, observation }))
    const sighting = await sightingOf(best, target, options)
    sightings.push(sighting)
    onSighting?.(sighting)
  }

  function isLookedAt(path: readonly Target[]): boolean {
    const [root] = path
    if (root === undefined) return roots.length === 1
    return path.length === 1 && signOf(root)?.observesNext === true
  }

  async function follow(target: Target, path: readonly Target[]): Promise<void> {
    if (path.length >= mostHops || options.isShallow === true) return
    const hops = playbook.hops.filter((hop) => hop.from === target.kind && concerns(hop))
    await Promise.all(
      hops.map(async (hop) => {
        const gathered = await gatherer.all(hop.needs, target)
        if (!gathered.complete) return
        try {
          const next = hop.next(gathered.values as never, contextOf(hop.needs, target))
          await Promise.all(next.map((each) => visit(each, [...path, target])))
        } catch (error) {
          onBroken?.(hop.id, error)
        }
      }),
    )
  }

  async function listChanges(target: Target): Promise<void> {
    await Promise.all(
      playbook.changes
        .filter((source) => source.target === target.kind && (source.symptoms?.includes(symptom) ?? true))
        .map(async (source) => {
          const gathered = await gatherer.all(source.needs, target)
          if (!gathered.complete) return
          try {
            changes.push(...source.list(gathered.values as never, contextOf(source.needs, target)))
          } catch (error) {
            onBroken?.(source.id, error)
          }
        }),
    )
  }

  async function visit(target: Target, path: readonly Target[]): Promise<void> {
    const key = targetKey(target)
    if (reached.has(key) || reached.size >= mostTargets || signal.aborted) return
    reached.set(key, { target, path })
    const causes = playbook.causes.filter((cause) => cause.target === target.kind && concerns(cause))
    planned += causes.length
    await Promise.all([
      ...causes.map((cause) => judge(cause, target, path)),
      follow(target, path),
      ...(reached.size <= (options.changeTargets ?? mostChangeTargets) ? [listChanges(target)] : []),
      ...(isLookedAt(path) ? [observe(target)] : []),
    ])
  }

  if (roots.length === 1) await Promise.all(roots.map((root) => visit(root, [])))
  else {
    // Of several things under one name only those that fail are worth their reads.
    await Promise.all(roots.map(observe))
    const isWell = (root: Target): boolean =>
      signOf(root)?.observesNext !== true &&
      sightings.some(({ target, observation }) => target === root && observation.state === 'absent')
    await Promise.all(roots.filter((root) => !isWell(root)).map((root) => visit(root, [])))
  }
  return {
    roots,
    sightings,
    outcomes,
    changes,
    readings: [...gatherer.readings.values()],
    reached: [...reached.values()],
    until: gatherer.window.to,
    interrupted: signal.aborted,
  }
}

/** What looking at a sign needs to know of the question. */
export type Asking = Pick<InvestigateOptions, 'symptom' | 'gatherer' | 'onBroken'>

/** What a check is handed beside its evidence. */
export function judgeContext(needs: Needs<never>, target: Target, { symptom, gatherer }: Asking): never {
  return {
    target,
    window: gatherer.window,
    now: gatherer.now,
    symptom,
    fact: (need: string, label: string, value: string, at?: number, aspect?: string) =>
      factFrom(gatherer.cite(needs, need, target, aspect), label, value, at),
  } as never
}

/** Looks whether a symptom shows on a target; what could not be read makes it unknown, never absent. */
export async function sightingOf(sign: Sign, target: Target, asking: Asking): Promise<Sighting> {
  const gathered = await asking.gatherer.all(sign.needs, target)
  return { target, observation: look(), unread: gathered.unread }

  function look(): Observation {
    const blind = { state: 'unknown', facts: [], times: [] } as const
    if (!gathered.complete)
      return {
        ...blind,
        summary: `Whether ${target.name} fails could not be read: ${unreadWords(gathered.unread)}.`,
      }
    try {
      const observation = sign.observe(gathered.values as never, judgeContext(sign.needs, target, asking))
      // What was read in part shows what is there, not that nothing is.
      return observation.state === 'absent' && gathered.isPartial ? { ...observation, state: 'unknown' } : observation
    } catch (error) {
      asking.onBroken?.(sign.id, error)
      return { ...blind, summary: 'The check for the failure itself broke; this is a fault of Firstlook.' }
    }
  }
}

type DistributedOutcome =
  | { status: 'found'; finding: Finding }
  | { status: 'clear'; why?: string }
  | {
      status: 'inconclusive'
      why: string
      missing: Gatherer['readings'] extends ReadonlyMap<string, infer R> ? readonly R[] : never
    }

/** Knowledge from memory never proves anything, whatever the cause claims. */
function tempered(cause: Cause, finding: Finding): Finding {
  return cause.known === 'memory' && finding.strength === 'proven' ? { ...finding, strength: 'likely' } : finding
}

function unreadWords(unread: readonly { probe: { id: string }; evidence?: { status: string } }[]): string {
  return unread
    .map((reading) => `${reading.probe.id} was ${wordFor[reading.evidence?.status ?? 'skipped'] ?? 'not read'}`)
    .join(', ')
}

const wordFor: Record<string, string> = {
  denied: 'denied',
  absent: 'not there',
  throttled: 'throttled by AWS',
  failed: 'not readable',
  skipped: 'skipped',
}
