import { createClock } from '../aws/clock.ts'
import type { DeclaredWorld } from '../aws/world.ts'

/** A moment at which a world's fault goes away, or comes back. */
export interface PhaseChange {
  /** Epoch milliseconds. */
  readonly at: number
  readonly isFailing: boolean
}

export interface Phases {
  /** Since when the declared world fails: what begins there and does not end is the fault, what ended just before is how it was. */
  readonly failingSince: string
  /** What the world's relative times count from, in epoch milliseconds. */
  readonly anchor: number
  /** In order of time, each the opposite of the one before. */
  readonly changes: readonly PhaseChange[]
}

interface Stretch {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

const justBeforeMs = 5 * 60_000

/** The world with its fault gone and back again at the given times: traffic, metrics and logs go on as they were before it, or as in it. */
export function throughPhases(world: DeclaredWorld, phases: Phases): DeclaredWorld {
  if (phases.changes.length === 0) return world
  const change = <T extends Stretch>(stretches: readonly T[] | undefined) => stretched(stretches ?? [], phases)
  const { restApis = [], httpApis = [], functions = [], metrics = [], logGroups = [] } = world
  return {
    ...world,
    restApis: restApis.map((api) => ({
      ...api,
      stages: (api.stages ?? []).map((stage) => ({ ...stage, traffic: change(stage.traffic) })),
    })),
    httpApis: httpApis.map((api) => ({
      ...api,
      stages: (api.stages ?? []).map((stage) => ({ ...stage, traffic: change(stage.traffic) })),
    })),
    functions: functions.map((each) => ({ ...each, traffic: change(each.traffic) })),
    metrics: metrics.map((series) => ({ ...series, points: change(series.points) })),
    logGroups: logGroups.map((group) => ({ ...group, events: change(group.events) })),
  }
}

function stretched<T extends Stretch>(stretches: readonly T[], { failingSince, anchor, changes }: Phases): T[] {
  const clock = createClock(() => anchor)
  const began = clock.at(failingSince).getTime()
  const isFault = ({ from, to }: T) => from !== undefined && to === undefined && clock.at(from).getTime() >= began
  const isBefore = ({ to }: T) => {
    const ended = to === undefined ? Number.NaN : clock.at(to).getTime()
    return ended <= began && ended > began - justBeforeMs
  }
  const fault = stretches.filter(isFault)
  const before = stretches.filter(isBefore)
  const first = changes[0]?.at
  return [
    ...stretches.filter((each) => !isFault(each)),
    ...fault.map((each) => ({ ...each, ...(first === undefined ? {} : { to: iso(first) }) })),
    ...changes.flatMap(({ at, isFailing }, index) => {
      const next = changes[index + 1]?.at
      return (isFailing ? fault : before).map((each) => {
        const { to: _, ...open } = each
        return { ...open, from: iso(at), ...(next === undefined ? {} : { to: iso(next) }) } as T
      })
    }),
  ]
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
