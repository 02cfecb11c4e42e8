import { awsFaulted, awsFaults, expiredInMidAnswer } from '../faults/aws.ts'
import { failings } from '../faults/failing.ts'
import { disordered, killedEverywhere, spoiledEverywhere, type Tally } from '../faults/killed.ts'
import { sessionsExpired } from '../faults/sessions.ts'
import { command, overtakenAlarm, wholeLife } from '../faults/stories.ts'
import { judged, type Measured } from './result.ts'

/** One of each kind of question, and some that nothing is wrong with. */
const asked = [
  '403/key-pending-deletion.json',
  '4xx/jwt-audience.json',
  '4xx/healthy.json',
  '502/handler-throws.json',
  '504/http-proxy-slow-partner.json',
  'denied/boundary-lacks-secrets.json',
  'errors/chain-throttled-elsewhere.json',
  'errors/api-fails-function-does-not.json',
  'failed/custom-resource-says-failed.json',
  'no-event/disabled-by-hand.json',
  'slow/function-waits-for-throttled-table.json',
  'stuck/every-batch-fails.json',
  'throttled/reserved-cap.json',
  'throttled-tables/healthy-near-its-limit.json',
]
const mostTold = 20

/** Kills the worker at every outgoing call, and fails every call in every way, each in a run of its own. */
export async function faults(): Promise<Measured> {
  const tallies: Tally[] = []
  for (const story of [command, wholeLife, overtakenAlarm]) {
    tallies.push(await killedEverywhere(story), await disordered(story))
    for (const failing of failings) tallies.push(await spoiledEverywhere(story, failing))
  }
  for (const path of asked) {
    for (const fault of awsFaults) tallies.push(await awsFaulted(path, fault))
    tallies.push(await expiredInMidAnswer(path))
  }
  tallies.push(await sessionsExpired())
  const byKind = [...Map.groupBy(tallies, ({ kind }) => kind)].map(([kind, of]) => ({
    kind,
    runs: of.reduce((sum, each) => sum + each.runs, 0),
    failures: of.flatMap((each) => each.failures),
  }))
  const runs = byKind.reduce((sum, each) => sum + each.runs, 0)
  const failures = byKind.flatMap((each) => each.failures)
  return {
    title: 'Faults',
    rows: [
      ...byKind.map((each) =>
        judged(
          `${each.kind}: failures in ${each.runs.toLocaleString('en-US')} runs`,
          String(each.failures.length),
          '0',
          each.failures.length === 0,
        ),
      ),
      judged(
        `all: failures in ${runs.toLocaleString('en-US')} runs`,
        String(failures.length),
        '0',
        failures.length === 0,
      ),
    ],
    notes: [
      'Each run has one fault, at one call: a question typed, an incident from its alarm until it is closed, and an OK that comes before its ALARM, each with a fault at every call that goes out; and one incident of each kind of question, with a fault at every operation it reads. A failure is something that is lost, there twice, said of a read that failed, or left unfinished after its message was delivered again.',
      'A killed worker sends nothing more: once before the call is sent, and once after it was carried out and before its answer is read. Stalls of 10 s run twenty times as fast, with the reader’s patience and the answer’s deadline in the same proportion. Diagnoses under killed workers, Slack’s, DynamoDB’s and SQS’s faults are an example’s; AWS’s faults meet real ones.',
      ...failures.slice(0, mostTold),
    ],
    counts: { runs, failures: failures.length },
  }
}
