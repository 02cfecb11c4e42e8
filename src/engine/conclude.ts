import { type Strength, strengths } from '../playbook/cause.ts'
import type { Observation } from '../playbook/sign.ts'
import type { Symptom } from '../targets/symptom.ts'
import { targetKey } from '../targets/target.ts'
import type { Found, Investigation, Sighting } from './outcome.ts'

export type Verdict = 'cause-found' | 'several-possible' | 'insufficient-evidence' | 'healthy' | 'recovered'

/** A root cause with the hops above it that it explains, outermost first. */
export interface RootCause {
  readonly found: Found
  readonly chain: readonly Found[]
}

export interface Conclusion {
  readonly verdict: Verdict
  /** The target the failure shows on, or the first one asked about. */
  readonly sighting: Sighting | undefined
  readonly causes: readonly RootCause[]
  /** Causes of a failure that is over. */
  readonly earlier: readonly RootCause[]
  /** Found, but at other times or on other requests than the failure asked about. */
  readonly unrelated: readonly Found[]
  /** Possible, but not needed: what is proven explains the failure already. */
  readonly needless: readonly Found[]
}

const minuteMs = 60_000
/** A failure older than this may be over. */
const recentMs = 15 * minuteMs
/** The share of failing minutes that a proven cause must reach to be the whole story. */
const covering = 0.9

/** Ranks what was found and says what it amounts to. Pure and stable: the same investigation gives the same conclusion. */
export function conclude(investigation: Investigation, symptom: Symptom): Conclusion {
  const sighting = worstOf(investigation.sightings)
  const observation = sighting?.observation
  const everything = investigation.outcomes.filter((outcome): outcome is Found => outcome.status === 'found')
  const related = everything.filter((found) => isRelated(found, observation))
  const unrelated = everything.filter((found) => !related.includes(found))
  const roots = withChains(related).sort((a, b) => compare(a, b, symptom, observation))

  if (observation?.state === 'absent' || observation?.state === 'recovered') {
    const standing = roots.filter(({ found }) => found.finding.standsAlone === true)
    if (standing.length > 0)
      return { verdict: verdictOf(standing), sighting, causes: standing, earlier: [], unrelated, needless: [] }
    const isOver = observation.state === 'recovered'
    return {
      verdict: isOver ? 'recovered' : 'healthy',
      sighting,
      causes: [],
      earlier: isOver ? roots.filter(isBelievable) : [],
      unrelated,
      needless: [],
    }
  }
  const isUnseen = observation === undefined || observation.state === 'unknown'
  const credible = isUnseen
    ? roots
        .filter((root) => showsItself(root, investigation.until))
        .map((root) => (isOfRoot(root.found) ? root : weakened(root)))
    : roots
  const earlier = isUnseen
    ? roots.filter((root) => !credible.includes(root) && isBelievable(root) && root.found.finding.times !== undefined)
    : []
  const causes = credible.filter((root) => !isNeedless(root, credible, observation))
  const needless = credible.filter((root) => !causes.includes(root)).map(({ found }) => found)
  return { verdict: verdictOf(causes), sighting, causes, earlier, unrelated, needless }
}

function verdictOf(causes: readonly RootCause[]): Verdict {
  const count = (strength: Strength): number => causes.filter(({ found }) => found.finding.strength === strength).length
  const likely = causes.filter(({ found }) => found.finding.strength === 'likely')
  const addUp = likely.length > 0 && likely.every(({ found }) => found.finding.extent !== undefined)
  if (count('proven') > 0 || likely.length === 1 || addUp) return 'cause-found'
  return count('likely') + count('possible') > 1 ? 'several-possible' : 'insufficient-evidence'
}

function isBelievable({ found }: RootCause): boolean {
  return found.finding.strength !== 'possible'
}

/** A possibility is not worth a tired reader's time when what is proven covers the failure, or is the same cause elsewhere. */
function isNeedless({ found }: RootCause, all: readonly RootCause[], observation: Observation | undefined): boolean {
  if (found.finding.strength !== 'possible') return false
  const proven = all.filter((root) => root.found.finding.strength === 'proven').map((root) => root.found)
  if (proven.some((each) => each.cause.id === found.cause.id)) return true
  if (proven.some(({ finding }) => finding.times === undefined || finding.times.length === 0)) return true
  const times = proven.flatMap(({ finding }) => finding.times ?? [])
  return times.length > 0 && observation !== undefined && overlap(times, observation.times) >= covering
}

/** Of what was asked about itself, or of a join that has it at one end. */
function isOfRoot({ path, target }: Found): boolean {
  const [asked] = path
  if (asked === undefined) return true
  const ends: readonly unknown[] = Object.values(target)
  return ends.some((end) => isTarget(end) && targetKey(end) === targetKey(asked))
}

function isTarget(value: unknown): value is Found['target'] {
  return typeof value === 'object' && value !== null && 'kind' in value && 'arn' in value
}

/** What fails further away may be failing for others: nobody has seen that what was asked about suffers from it. */
function weakened({ found, chain }: RootCause): RootCause {
  return { found: { ...found, finding: { ...found.finding, strength: 'possible' } }, chain }
}

/** Where the failure itself could not be seen, only evidence that holds failures of its own may speak, and only of what still happens. */
function showsItself({ found }: RootCause, until: number): boolean {
  if (found.finding.standsAlone === true) return true
  return (found.finding.times ?? []).some((time) => time >= until - recentMs)
}

const worst = ['present', 'recovered', 'unknown', 'absent'] as const
function worstOf(sightings: readonly Sighting[]): Sighting | undefined {
  return [...sightings].sort(
    (a, b) =>
      worst.indexOf(a.observation.state) - worst.indexOf(b.observation.state) ||
      b.observation.times.length - a.observation.times.length ||
      (targetKey(a.target) < targetKey(b.target) ? -1 : 1),
  )[0]
}

/** A cause is of this failure only if its own failures are: by request id where every failing request is known, else by time. */
function isRelated({ finding }: Found, observation: Observation | undefined): boolean {
  if (observation === undefined || observation.times.length === 0) return true
  if (
    observation.requestIdsComplete === true &&
    observation.requestIds !== undefined &&
    (finding.requestIds?.length ?? 0) > 0
  ) {
    const failing = new Set(observation.requestIds)
    return finding.requestIds?.some((id) => failing.has(id)) === true
  }
  if (finding.times === undefined || finding.times.length === 0) return true
  return overlap(finding.times, observation.times) > 0
}

/** The share of failing minutes in which the cause's failures fall, a minute either side allowed. */
export function overlap(times: readonly number[], failingMinutes: readonly number[]): number {
  const minutes = new Set(times.map((time) => Math.floor(time / minuteMs)))
  const hit = failingMinutes.filter((start) =>
    [-1, 0, 1].some((off) => minutes.has(Math.floor(start / minuteMs) + off)),
  )
  return failingMinutes.length === 0 ? 0 : hit.length / failingMinutes.length
}

/** Effects become the chain of the cause that brings them about. What is proven is never replaced by what is merely likely: both are named. */
function withChains(found: readonly Found[]): RootCause[] {
  const rank = ({ finding }: Found): number => strengths.indexOf(finding.strength)
  const explains = (deeper: Found, effect: Found): boolean =>
    deeper !== effect &&
    deeper.finding.strength !== 'possible' &&
    rank(deeper) <= rank(effect) &&
    deeper.cause.leadsTo?.includes(effect.cause.id) === true &&
    onOnePath(deeper, effect)
  return found
    .filter((each) => !found.some((other) => explains(other, each)))
    .map((root) => {
      const chain = new Set<Found>()
      const collect = (from: Found): void => {
        for (const effect of found) {
          if (!explains(from, effect) || chain.has(effect)) continue
          chain.add(effect)
          collect(effect)
        }
      }
      collect(root)
      return {
        found: root,
        chain: [...chain].sort((a, b) => a.path.length - b.path.length || (a.cause.id < b.cause.id ? -1 : 1)),
      }
    })
}

function onOnePath(deeper: Found, effect: Found): boolean {
  if (targetKey(deeper.target) === targetKey(effect.target)) return true
  const ends = 'function' in effect.target ? [targetKey(effect.target.function)] : []
  const nodes = [...deeper.path, deeper.target].map(targetKey)
  return (
    nodes.includes(targetKey(effect.target)) ||
    ends.some((end) => nodes.includes(end)) ||
    effect.path.some((node) => targetKey(node) === targetKey(deeper.target)) ||
    sharesParent(deeper, effect)
  )
}

/** An edge and the function at its end hang on the same API. */
function sharesParent(a: Found, b: Found): boolean {
  const parentOf = (found: Found): string | undefined =>
    found.path.at(-1) && targetKey(found.path.at(-1) as Found['target'])
  const end = (found: Found): string =>
    'function' in found.target ? targetKey(found.target.function) : targetKey(found.target)
  return parentOf(a) !== undefined && parentOf(a) === parentOf(b) && end(a) === end(b)
}

/** What still fails comes before what did earlier, proven or not: it is what somebody was woken for. */
function compare(a: RootCause, b: RootCause, symptom: Symptom, observation: Observation | undefined): number {
  const onset = observation?.times.length ? Math.min(...observation.times) : undefined
  const distance = ({ found }: RootCause): number =>
    onset === undefined || !found.finding.times?.length
      ? Number.MAX_SAFE_INTEGER
      : Math.abs(Math.min(...found.finding.times) - onset)
  const lastFailureAt = Math.max(...(observation?.times ?? []))
  const ended = (root: RootCause): number => {
    const times = root.found.finding.times ?? []
    if (!isBelievable(root)) return 2
    return times.length > 0 && Math.max(...times) < lastFailureAt - recentMs ? 1 : 0
  }
  const matches = ({ found }: RootCause): number => (found.cause.symptoms.includes(symptom) ? 0 : 1)
  const near = (root: RootCause): number => (distance(root) <= 3 * minuteMs ? 0 : 1)
  return (
    ended(a) - ended(b) ||
    strengths.indexOf(a.found.finding.strength) - strengths.indexOf(b.found.finding.strength) ||
    matches(a) - matches(b) ||
    near(a) - near(b) ||
    b.found.path.length - a.found.path.length ||
    (b.found.finding.extent ?? 0) - (a.found.finding.extent ?? 0) ||
    (a.found.cause.id < b.found.cause.id ? -1 : a.found.cause.id > b.found.cause.id ? 1 : 0) ||
    (targetKey(a.found.target) < targetKey(b.found.target) ? -1 : 1)
  )
}
