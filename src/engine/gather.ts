import { classify, credentialsProblem } from '../aws/failure.ts'
import type { AwsReader } from '../aws/reader.ts'
import { type Evidence, EvidenceMissing, type MissingEvidence } from '../evidence/evidence.ts'
import type { AnyProbe, Citation, MissedPart, Needs, Optional, Probe, ReadContext, Window } from '../evidence/probe.ts'
import type { Target } from '../targets/target.ts'

/** One read of the run, for gaps, progress and replay. */
export interface Reading {
  readonly probe: AnyProbe
  readonly target: Target
  readonly key: string
  evidence?: Evidence<unknown>
  /** Keys of readings it waited for. */
  readonly waitedFor: Set<string>
  /** Parts that gave nothing, where the rest was read. */
  readonly missed: MissedPart[]
}

/** Reads each thing once, however many ask, and turns every failure into evidence. */
export interface Gatherer {
  readonly readings: ReadonlyMap<string, Reading>
  readonly window: Window
  readonly now: number
  /** Set when the credentials themselves were refused: nothing else can be read either. */
  readonly problem: () => string | undefined
  evidence<T, On extends Target>(probe: Probe<T, On>, target: On): Promise<Evidence<T>>
  /** Starts every read of these needs at once. */
  all(needs: Needs<never>, target: Target): Promise<Gathered>
  cite(needs: Needs<never>, name: string, target: Target, aspect?: string): Citation
}

export type Gathered =
  | {
      readonly complete: true
      readonly values: Record<string, unknown>
      readonly unread: readonly Reading[]
      /** Whether some of what was read lacks a part. */
      readonly isPartial: boolean
    }
  | { readonly complete: false; readonly unread: readonly Reading[] }

export interface GatherOptions {
  readonly aws: AwsReader
  readonly window: Window
  readonly now: number
  readonly onRead?: (reading: Reading) => void
}

export function makeGatherer({ aws, window, now, onRead }: GatherOptions): Gatherer {
  const readings = new Map<string, Reading>()
  const running = new Map<string, Promise<Evidence<unknown>>>()
  let problem: string | undefined

  function keyOf(probe: AnyProbe, target: Target): string {
    return `${probe.id} ${(probe.key as (target: Target) => string)(target)}`
  }

  async function fetchOnce(reading: Reading): Promise<Evidence<unknown>> {
    const context: ReadContext = {
      aws,
      window,
      now,
      async read(probe, target) {
        reading.waitedFor.add(keyOf(probe as unknown as AnyProbe, target))
        const evidence = await start(probe as unknown as AnyProbe, target)
        if (evidence.status !== 'ok') throw new EvidenceMissing(evidence)
        return evidence.value as never
      },
      missed(error, asked) {
        const evidence = missingFrom(error, [asked.action])
        if (evidence.status !== 'absent') reading.missed.push({ ...asked, evidence })
      },
    }
    try {
      aws.signal.throwIfAborted()
      const fetch = reading.probe.fetch as (target: Target, at: ReadContext) => Promise<unknown>
      const value = await beforeDeadline(fetch(reading.target, context), aws.signal)
      return { status: 'ok', value }
    } catch (error) {
      return missingFrom(error, reading.probe.actions)
    }
  }

  function missingFrom(error: unknown, actions: readonly string[]): MissingEvidence {
    if (error instanceof EvidenceMissing) return error.evidence
    if (aws.signal.aborted)
      return { status: 'skipped', error: 'The time for this answer ran out before the read came back.' }
    problem ??= credentialsProblem(error)
    const { status, code, message, action, resource } = classify(error, actions)
    return {
      status,
      error: `${code}: ${message}`,
      ...(action !== undefined && { action }),
      ...(resource !== undefined && { resource }),
    }
  }

  function lacksPart(reading: Reading | undefined): boolean {
    if (reading === undefined) return false
    return reading.missed.length > 0 || [...reading.waitedFor].some((key) => lacksPart(readings.get(key)))
  }

  function start(probe: AnyProbe, target: Target): Promise<Evidence<unknown>> {
    const key = keyOf(probe, target)
    const known = running.get(key)
    if (known !== undefined) return known
    const reading: Reading = { probe, target, key, waitedFor: new Set(), missed: [] }
    readings.set(key, reading)
    const promise = fetchOnce(reading).then((evidence) => {
      reading.evidence = evidence
      onRead?.(reading)
      return evidence
    })
    running.set(key, promise)
    return promise
  }

  async function all(needs: Needs<never>, target: Target): Promise<Gathered> {
    const read = await Promise.all(
      Object.entries(needs).map(async ([name, need]) => {
        const probe = asProbe(need)
        const evidence = await start(probe, target)
        return { name, evidence, isOptional: 'optional' in need, reading: readings.get(keyOf(probe, target)) }
      }),
    )
    const unread = read.flatMap(({ evidence, reading }) =>
      evidence.status !== 'ok' && reading !== undefined ? [reading] : [],
    )
    if (read.some(({ evidence, isOptional }) => evidence.status !== 'ok' && !isOptional))
      return { complete: false, unread }
    const values = Object.fromEntries(
      read.map(({ name, evidence, isOptional }) => [
        name,
        isOptional || evidence.status !== 'ok' ? evidence : evidence.value,
      ]),
    )
    return { complete: true, values, unread, isPartial: read.some(({ reading }) => lacksPart(reading)) }
  }

  return {
    readings,
    window,
    now,
    problem: () => problem,
    evidence: (probe, target) => start(probe as unknown as AnyProbe, target) as Promise<Evidence<never>>,
    all,
    cite(needs, name, target, aspect) {
      const need = needs[name]
      if (need === undefined) throw new Error(`no evidence is named ${name}`)
      return (asProbe(need).cite as (target: Target, window: Window, aspect?: string) => Citation)(
        target,
        window,
        aspect,
      )
    },
  }
}

/** The probe of a need, whether it must be read or may stay unread. */
export function asProbe(need: Probe<unknown> | Optional<unknown>): AnyProbe {
  return 'optional' in need ? need.optional : need
}

/** An SDK call ends at the abort by itself; whatever else a probe waits for must not outlive the deadline either. */
function beforeDeadline<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
