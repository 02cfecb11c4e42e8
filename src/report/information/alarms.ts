import { type FiringAlarm, firingAlarms } from '../../evidence/cloudwatch/firing-alarms.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { readAlarmEvent } from '../../intake/alarm.ts'
import { verbOfSymptom } from '../../intake/verbs.ts'
import { accountRegion } from '../../targets/resolve/account.ts'
import { alarmEvent } from '../ask-alarm.ts'
import { alarmsPage } from './alarms-page.ts'
import { type AlarmIncident, defineInformation, type InformationAnswer, type InformationContext } from './command.ts'
import { gapsOf, gatherIn, refused } from './reading.ts'

/** An alarm that fires. Times are ISO 8601. */
export interface ShownAlarm {
  readonly name: string
  readonly arn: string
  readonly since: string
  readonly reason: string
  readonly isComposite: boolean
  readonly suppressedBy?: string
  readonly hasActions: boolean
  /** The command line that diagnoses it, as its event would; absent where it points at nothing that can be asked. */
  readonly line?: string
  /** Why there is no line. */
  readonly why?: string
  /** The open incident it belongs to; absent also where incidents are not kept. */
  readonly incident?: AlarmIncident
  /** Alarms under a composite one that fire too. */
  readonly children: readonly ShownAlarm[]
}

/** One account and region, looked at or not. */
export interface AlarmPlace {
  /** The name in the configuration, where it has one. */
  readonly name?: string
  readonly account: string
  readonly region: string
  /** Newest first. */
  readonly alarms: readonly ShownAlarm[]
  /** False when more fire than were read. */
  readonly isComplete: boolean
  /** Why it could not be looked at. */
  readonly problem?: string
}

/** What `alarms --json` prints. */
export interface Alarms {
  readonly places: readonly AlarmPlace[]
  readonly took: { readonly calls: number; readonly durationMs: number }
}

/** An account and region to look at, as far as they are known. */
export interface Spot {
  readonly name?: string
  readonly account?: string
  readonly region?: string
}

/** Changes this recent are diagnosed from an hour before them; an older one is asked about as it is now. */
const recentMs = 3 * 3_600_000

export const alarms = defineInformation<Alarms>({
  name: 'alarms',
  reads: [firingAlarms],
  lookups: [],
  answer,
  page: alarmsPage,
})

async function answer(context: InformationContext): Promise<InformationAnswer<Alarms>> {
  const { clock, now } = context
  const spots = spotsOf(context)
  const looked = await Promise.all(spots.map((spot) => look(spot, context)))
  const [only] = looked
  if (looked.length === 1 && only?.refusal !== undefined) return only.refusal
  return {
    kind: 'data',
    data: {
      places: looked.flatMap(({ place }) => place ?? []),
      took: { calls: looked.reduce((sum, { calls }) => sum + calls, 0), durationMs: clock() - now },
    },
  }
}

/** Every account and region that may be asked about, or those of the account that was named. */
export function spotsOf({ accounts, request: { account: asked, region } }: InformationContext): Spot[] {
  const known = accounts.filter(({ id, name }) => asked === undefined || id === asked || name === asked)
  if (known.length === 0)
    return [{ ...(asked !== undefined && { account: asked }), ...(region !== undefined && { region }) }]
  return known.flatMap(({ name, regions = [] }) => {
    const wanted: readonly (string | undefined)[] =
      region !== undefined ? [region] : regions.length > 0 ? regions : [undefined]
    return wanted.map((each) => ({ name, account: name, ...(each !== undefined && { region: each }) }))
  })
}

async function look(
  spot: Spot,
  context: InformationContext,
): Promise<{ place?: AlarmPlace; calls: number; refusal?: ReturnType<typeof refused> }> {
  const connection = await context.connect(spot)
  if (connection.aws === undefined) {
    const place = unseen(spot, connection.refusal)
    return { place, calls: 0, refusal: refused(connection.refusal, connection.fault) }
  }
  const { aws } = connection
  const gatherer = gatherIn(context, aws, context.request.window)
  const read = valueIfRead(await gatherer.evidence(firingAlarms, accountRegion(aws)))
  const calls = aws.ledger.calls.length
  const where = { account: aws.account, region: aws.region, ...(spot.name !== undefined && { name: spot.name }) }
  if (read === undefined) {
    const [gap] = gapsOf(gatherer.readings.values())
    const problem = gatherer.problem() ?? `${gap?.action ?? 'cloudwatch:DescribeAlarms'}: ${gap?.error ?? 'not read'}`
    return { place: { ...where, alarms: [], isComplete: false, problem }, calls }
  }
  const incidents = await incidentsOf(read.alarms, where, context)
  const shown = folded(read.alarms, (alarm, children) => {
    const incident = incidents.get(alarm.arn)
    return { ...shownAlarm(alarm, children, where, spot, context), ...(incident !== undefined && { incident }) }
  })
  return { place: { ...where, alarms: shown, isComplete: read.complete }, calls }
}

const mostLookedUp = 60

/** The open incidents of alarms, by the alarms’ ARNs. */
async function incidentsOf(
  alarms: readonly FiringAlarm[],
  { account, region }: { readonly account: string; readonly region: string },
  { incidentOf }: InformationContext,
): Promise<ReadonlyMap<string, AlarmIncident>> {
  if (incidentOf === undefined) return new Map()
  const found = await Promise.all(
    alarms.slice(0, mostLookedUp).map(async ({ arn, name }) => {
      const incident = await incidentOf({ account, region, arn, name })
      return incident === undefined ? [] : [[arn, incident] as const]
    }),
  )
  return new Map(found.flat())
}

function unseen({ name, account, region }: Spot, problem: string): AlarmPlace {
  return {
    ...(name !== undefined && { name }),
    account: account ?? 'unknown',
    region: region ?? 'unknown',
    alarms: [],
    isComplete: false,
    problem,
  }
}

/** Newest first; an alarm that a composite one speaks of stands under it and nowhere else. */
function folded(
  all: readonly FiringAlarm[],
  show: (alarm: FiringAlarm, children: readonly ShownAlarm[]) => ShownAlarm,
): ShownAlarm[] {
  const newestFirst = [...all].sort((a, b) => b.since - a.since || (a.name < b.name ? -1 : 1))
  const byName = new Map(newestFirst.map((alarm) => [alarm.name, alarm]))
  const under = new Set(newestFirst.flatMap(({ children }) => children))
  const shown = (alarm: FiringAlarm, above: readonly string[]): ShownAlarm =>
    show(
      alarm,
      alarm.children.flatMap((name) => {
        const child = byName.get(name)
        return child === undefined || above.includes(name) ? [] : [shown(child, [...above, alarm.name])]
      }),
    )
  const tops = newestFirst.filter(({ name }) => !under.has(name))
  // Composite alarms may speak of each other, so that none stands at the top.
  return (tops.length > 0 ? tops : newestFirst).map((alarm) => shown(alarm, []))
}

function shownAlarm(
  alarm: FiringAlarm,
  children: readonly ShownAlarm[],
  where: { readonly account: string; readonly region: string },
  spot: Spot,
  { now, available }: InformationContext,
): ShownAlarm {
  const { name, arn, since, reason, suppressedBy, hasActions } = alarm
  const shared = {
    name,
    arn,
    since: new Date(since).toISOString(),
    reason,
    isComposite: alarm.rule !== undefined,
    hasActions,
    children,
    ...(suppressedBy !== undefined && { suppressedBy }),
  }
  const event = alarmEvent(alarm, { ...where, state: 'ALARM', firedAt: since })
  const reading = readAlarmEvent(event, { now, available })
  if (reading.kind === 'questions') {
    const [{ symptom, name: resource, account, region, window }] = reading.questions
    const isRecent = now - since <= recentMs
    const minutes = Math.ceil((now - window.from) / 60_000)
    // The account of the alarm's metric may be another than the alarm's own.
    const inAccount = account !== undefined && account !== where.account ? account : spot.account
    const line = [
      verbOfSymptom(symptom),
      /\s/.test(resource) ? `"${resource}"` : resource,
      ...(inAccount === undefined ? [] : [`in ${inAccount}`]),
      `region ${region ?? where.region}`,
      ...(isRecent ? [`last ${minutes}m`] : []),
    ].join(' ')
    return { ...shared, line }
  }
  const fromChild = children.find((child) => child.line !== undefined)?.line
  if (fromChild !== undefined) return { ...shared, line: fromChild }
  const why = reading.kind === 'composite' ? 'None of the alarms under it fires by itself.' : reading.sentence
  return { ...shared, why }
}
