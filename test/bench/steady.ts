import { workerMemoryMb } from '../../infra/hub/worker.ts'
import { perAlarm, prices } from '../../infra/monthly-cost.ts'
import { judged, type Measured, quantile, told } from './result.ts'
import { type StormOutcome, storm } from './storm.ts'

const perSecond = 50
const causes = 30
const diagnosisMs = 500

/** Fifty alarms a second for some minutes, one minute unless told; nothing is scaled, so it takes as long as it says. */
export async function steady(minutes = 1): Promise<Measured> {
  const seconds = minutes * 60
  const alarms = Math.round(perSecond * seconds)
  const seen = await storm({ ...{ alarms, seconds, causes, diagnosisMs }, killAfter: [], isNotedInTable: true })
  const { store } = seen
  const each = (count: number) => (count / alarms).toFixed(1)
  const lag = (share: number) => (quantile(seen.lags, share) / 1000).toFixed(2)
  const dollars = dollarsOf(seen)
  return {
    title: 'Steady storm',
    rows: [
      judged(
        'alarms that are in exactly one incident',
        seen.alarmsInIncidents.toLocaleString('en-US'),
        alarms.toLocaleString('en-US'),
        seen.alarmsInIncidents === alarms,
      ),
      judged('incidents, one for each cause', String(seen.incidents), `≤ ${causes}`, seen.incidents <= causes),
      judged('cards', String(seen.cards), `≤ ${causes + 1}`, seen.cards <= causes + 1),
      judged('messages posted twice', String(seen.doubled), '0', seen.doubled === 0),
      told(
        'seconds from an alarm until a worker is through with it, median / p95 / most',
        `${lag(0.5)} / ${lag(0.95)} / ${lag(1)}`,
      ),
      told('seconds from the last alarm until all is shown', seen.settledSeconds.toFixed(1)),
      told('posts / edits', `${seen.posts.toLocaleString('en-US')} / ${seen.updates.toLocaleString('en-US')}`),
      told('diagnoses', seen.diagnoses.toLocaleString('en-US')),
      told('table, reads / writes for each alarm', `${each(store.reads)} / ${each(store.writes)}`),
      told('table, read / write units for each alarm', `${each(store.readUnits)} / ${each(store.writeUnits)}`),
      told('memory, most, table and Slack included', `${seen.peakMegabytes.toFixed(0)} MB`),
      told('dollars for 1,000 alarms', `$${((dollars * 1000) / alarms).toFixed(4)}`),
    ],
    notes: [
      `${perSecond} alarms a second for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} in real time, ${alarms.toLocaleString('en-US')} alarms across ${causes} causes and ${4 * causes} functions, a diagnosis of ${diagnosisMs} ms, ten workers, and a Slack that takes a post a second. Queues are simulated; the table is one that serves one request at a time on this machine, so the lag is an upper bound that a busy machine stretches.`,
      'Dollars are the table’s units, the workers’ seconds here, SQS, and the mean reads of a diagnosis; log storage, Slack and what stands anyway are left out.',
    ],
    counts: {
      ...{ alarms, diagnoses: seen.diagnoses, posts: seen.posts, updates: seen.updates, dollars },
      ...{ storeReads: store.reads, storeWrites: store.writes, lagMedianMs: quantile(seen.lags, 0.5) },
    },
  }
}

function dollarsOf({ store, handled, busySeconds, diagnoses, alarms, posts, updates }: StormOutcome): number {
  return (
    store.readUnits * prices.tableReadUnit +
    store.writeUnits * prices.tableWriteUnit +
    busySeconds * (workerMemoryMb / 1024) * prices.lambdaGbSecond +
    handled * prices.lambdaRequest +
    3 * (alarms * (prices.sqsRequest + prices.sqsFairRequest) + (posts + updates) * prices.sqsFifoRequest) +
    alarms * prices.forwardedEvent +
    diagnoses * perAlarm.readsOfADiagnosis
  )
}
