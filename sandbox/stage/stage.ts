import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { SimulatedAws } from '../aws/server.ts'
import { type SandboxScenario, scenarioOf, worldOf } from '../scenarios.ts'
import { type AlarmState, alarmStateChange, type DeclaredAlarm, reasonOf, type StateChange } from './alarm-event.ts'
import { type PhaseChange, throughPhases } from './phases.ts'

/** The incident that is set off, and how far it has come. */
export interface Stage {
  readonly scenario: () => SandboxScenario
  readonly alarms: () => readonly { readonly name: string; readonly state: AlarmState; readonly isComposite: boolean }[]
  readonly isFailing: () => boolean
  /** Begins a scenario from its start. */
  readonly setOff: (id: string) => void
  /** Lets the fault come back, as it was before it went away. */
  readonly breakAgain: () => void
  /** Ends the fault: it merely stops, or somebody has put it right. */
  readonly calm: (how: 'quiet' | 'fixed') => void
  /** Has alarms change their state, those under a composite one first. Answers with the events of those that did change. */
  readonly change: (names: readonly string[], to: 'ALARM' | 'OK') => Promise<readonly object[]>
}

const credentials = { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' }
const defaultAccount = '123456789012'
const defaultRegion = 'eu-west-1'

/** Plays scenarios in a simulated account; what its alarms say is what its metrics show. `now` is epoch milliseconds. */
export function makeStage(options: {
  readonly aws: SimulatedAws
  readonly now: () => number
  readonly first: string
  readonly latencyMs: number
}): Stage {
  const { aws, now, latencyMs } = options
  let scenario = scenarioOf(options.first)
  let anchor = now()
  let phases: PhaseChange[] = []
  let fixedAt: number | undefined
  let alarms = new Map<string, DeclaredAlarm>()

  const declared = () => worldOf(scenario.id)
  const place = () => {
    const { account = defaultAccount, region = defaultRegion } = declared()
    return { account, region }
  }
  const show = () => {
    const base = declared()
    const { failingSince } = scenario
    const played = failingSince === undefined ? base : throughPhases(base, { failingSince, anchor, changes: phases })
    const fixed = fixedAt === undefined ? played : (scenario.fix?.(played, new Date(fixedAt).toISOString()) ?? played)
    aws.setWorld({ ...fixed, latencyMs, alarms: [...alarms.values()] }, anchor)
  }
  const isFailing = () => phases.at(-1)?.isFailing ?? true

  const setOff = (id: string) => {
    scenario = scenarioOf(id)
    anchor = now()
    phases = []
    fixedAt = undefined
    alarms = new Map((declared().alarms ?? []).map((alarm) => [alarm.name, alarm]))
    show()
  }

  const changeOne = async (alarm: DeclaredAlarm, to: AlarmState): Promise<object> => {
    const at = now()
    const datapoints = alarm.rule === undefined ? await datapointsOf(alarm, { url: aws.url, at, ...place() }) : []
    const triggering = childrenOf(alarm).filter((name) => stateOf(alarms.get(name)) === to)
    const change: StateChange = { alarm, ...place(), from: stateOf(alarm), to, at, datapoints, triggering }
    const { reason, data } = reasonOf(change)
    const since = new Date(at).toISOString()
    const told = { state: to, since, stateReason: reason, stateReasonData: { ...data } }
    const history = [...(alarm.history ?? []), { at: since, from: change.from, to, reason }]
    alarms.set(alarm.name, { ...alarm, ...told, history })
    return alarmStateChange(change)
  }

  setOff(options.first)
  return {
    scenario: () => scenario,
    alarms: () =>
      [...alarms.values()].map((alarm) => ({
        name: alarm.name,
        state: stateOf(alarm),
        isComposite: alarm.rule !== undefined,
      })),
    isFailing,
    setOff,
    breakAgain: () => {
      if (isFailing()) return
      phases.push({ at: now(), isFailing: true })
      fixedAt = undefined
      show()
    },
    calm: (how) => {
      if (isFailing()) phases.push({ at: now(), isFailing: false })
      if (how === 'fixed') fixedAt = now()
      show()
    },
    change: async (names, to) => {
      const events: object[] = []
      for (const name of withChildren(names, alarms)) {
        const alarm = alarms.get(name)
        if (alarm === undefined) throw new Error(`there is no alarm ${name} in ${scenario.title}`)
        if (stateOf(alarm) !== to) events.push(await changeOne(alarm, to))
      }
      show()
      return events
    },
  }
}

function stateOf(alarm: DeclaredAlarm | undefined): AlarmState {
  return alarm?.state ?? 'ALARM'
}

function withChildren(names: readonly string[], alarms: ReadonlyMap<string, DeclaredAlarm>): string[] {
  return [...new Set(names.flatMap((name) => [...childrenOf(alarms.get(name)), name]))]
}

function childrenOf(alarm: DeclaredAlarm | undefined): string[] {
  return [...(alarm?.rule ?? '').matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name = '']) => name)
}

/** The values of an alarm's last whole periods, oldest first, as its own metric shows them. */
async function datapointsOf(
  alarm: DeclaredAlarm,
  { url, at, region }: { url: string; at: number; region: string },
): Promise<number[]> {
  const { namespace, metric, dimensions = {}, statistic = 'Sum', periodSeconds = 60, evaluationPeriods = 1 } = alarm
  const list = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
  const watched: MetricDataQuery = {
    Id: 'm1',
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions: list },
      Period: periodSeconds,
      Stat: statistic,
    },
  }
  const client = new CloudWatchClient({ region, endpoint: url, credentials })
  const end = Math.floor(at / (periodSeconds * 1000)) * periodSeconds * 1000
  try {
    const { MetricDataResults: results = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(end - evaluationPeriods * periodSeconds * 1000),
        EndTime: new Date(end),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: (alarm.metrics as DeclaredMetrics)?.map(queryOf) ?? [watched],
      }),
    )
    return [...(results[0]?.Values ?? [])]
  } finally {
    client.destroy()
  }
}

type DeclaredMetrics = readonly object[] | undefined

function queryOf(declared: object): MetricDataQuery {
  return { Id: 'm1', ...declared }
}
