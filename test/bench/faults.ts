import { awsFaults } from '../faults/aws.ts'
import { failings } from '../faults/failing.ts'
import { killedEverywhere, spoiledEverywhere, type Tally } from '../faults/killed.ts'
import { alarm, command } from '../faults/stories.ts'
import { judged, type Measured } from './result.ts'

const incidents = ['502/handler-throws.json']

/** Kills the worker at every outgoing call, and fails every call in every way, each in a run of its own. */
export async function faults(): Promise<Measured> {
  const tallies: Tally[] = []
  for (const story of [command, alarm]) {
    tallies.push(await killedEverywhere(story))
    for (const { service, ...failing } of failings) tallies.push(await spoiledEverywhere(story, service, failing))
  }
  for (const path of incidents) tallies.push(await awsFaults(path))
  const runs = tallies.reduce((sum, each) => sum + each.runs, 0)
  const failures = tallies.flatMap((each) => each.failures)
  return {
    title: 'Faults',
    rows: [
      ...tallies.map((each) =>
        judged(
          `${each.kind}: failures in ${each.runs} runs`,
          String(each.failures.length),
          '0',
          each.failures.length === 0,
        ),
      ),
      judged(`all: failures in ${runs} runs`, String(failures.length), '0', failures.length === 0),
    ],
    notes: [
      'A failure is an answer or an alarm that is lost, there twice, or left unfinished after its message was delivered again. A killed worker sends nothing more, in two variants for every call: before it is sent, and after it was carried out and before its answer is read. Diagnoses in these runs are an example’s; AWS’s refusals are tried with real ones.',
      ...failures.slice(0, 20),
    ],
  }
}
