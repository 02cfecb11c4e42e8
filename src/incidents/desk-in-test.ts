import { type LocalTable, startTable } from '../../sandbox/table.ts'
import { type ConfigInput, loadConfig } from '../config/config.ts'
import { foundReport } from '../report/example-reports.ts'
import type { Report } from '../report/report.ts'
import { inMemoryAnswers } from '../store/answers.ts'
import { dynamoHistories } from '../store/histories.ts'
import { type Desk, makeDesk } from './desk.ts'
import type { Due } from './due.ts'
import type { TimelineEntry } from './event.ts'
import type { Incident } from './incident.ts'
import { type IncidentRecords, incidentRecords } from './records.ts'

/** A desk over a table of its own, with a clock and a diagnosis that the test holds in its hands. */
export interface TestDesk {
  readonly desk: Desk
  readonly records: IncidentRecords
  /** Epoch milliseconds; moves only by hand. */
  now: number
  /** The report that the next diagnoses come back with, or the fault they end in. */
  finding: Report | Error | ((name: string) => Promise<Report>)
  /** Names of the resources asked about, in order. */
  readonly asked: string[]
  readonly planned: Due[]
  readonly woken: string[]
  readonly close: () => Promise<void>
}

export const startedAt = Date.parse('2026-11-23T03:00:00Z')

export async function startDesk(config: ConfigInput = {}): Promise<TestDesk> {
  const local: LocalTable = await startTable()
  const records = incidentRecords(
    dynamoHistories<Incident, TimelineEntry>({ client: local.client, table: local.table, kind: 'incident' }),
  )
  let ids = 0
  const test: TestDesk = {
    records,
    now: startedAt,
    finding: foundReport,
    asked: [],
    planned: [],
    woken: [],
    close: local.close,
    desk: makeDesk({
      records,
      config: loadConfig({ alarmChannel: 'C0ONCALL', ...config }),
      answers: inMemoryAnswers(),
      clock: () => test.now,
      patienceMs: () => 5000,
      newId: () => `i-${++ids}`,
      available: ['why-errors', 'why-502', 'why-throttled'],
      wake: async ({ id }) => {
        test.woken.push(id)
      },
      showNow: async () => undefined,
      mayShow: () => true,
      schedule: async (due) => {
        test.planned.push(due)
      },
      log: { info: () => undefined, error: () => undefined },
      lookUpAlarms: async () => [],
      ask: async ({ name, command }) => {
        test.asked.push(name)
        const { finding } = test
        if (finding instanceof Error) throw finding
        const report = typeof finding === 'function' ? await finding(name) : finding
        return { kind: 'report', report: { ...report, command } }
      },
      answerEvent: async (event, ask) => {
        const { detail } = event as { detail: { configuration: { metrics: { metricStat: { metric: Metric } }[] } } }
        const name = Object.values(detail.configuration.metrics[0]?.metricStat.metric.dimensions ?? {})[0] ?? ''
        const window = { from: test.now - 3_600_000, to: test.now }
        return await ask({ symptom: 'errors', name, window, command: `alarm: why-errors ${name}` })
      },
    }),
  }
  return test
}

interface Metric {
  readonly dimensions: Record<string, string>
}

/** An alarm on a function's errors, as EventBridge tells it. */
export function alarmEvent(
  name: string,
  functionName: string,
  state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA',
  at: number,
  more: { readonly account?: string; readonly tags?: Record<string, string> } = {},
): object {
  const { account = '123456789012', tags } = more
  const metric = { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: functionName } }
  return {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    account,
    region: 'eu-west-1',
    resources: [`arn:aws:cloudwatch:eu-west-1:${account}:alarm:${name}`],
    detail: {
      alarmName: name,
      ...(tags === undefined ? {} : { alarmTags: tags }),
      state: {
        value: state,
        timestamp: new Date(at).toISOString().replace('Z', '+0000'),
        reason: 'Threshold Crossed',
        reasonData: JSON.stringify({ threshold: 5, recentDatapoints: [12, 41], period: 60 }),
      },
      configuration: { metrics: [{ id: 'm1', metricStat: { metric, period: 60, stat: 'Sum' }, returnData: true }] },
    },
  }
}
