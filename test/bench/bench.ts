import { cpus } from 'node:os'
import { quantile, timedAnswers } from './answer-time.ts'
import { coldTimes } from './cold.ts'
import { storm } from './storm.ts'

const perReadMs = 60
const mostAnswers = 40

const ratio = (value: number): string => value.toFixed(2)

function line(name: string, value: string, goal: string, holds: boolean): boolean {
  process.stdout.write(`  ${holds ? 'holds ' : 'MISSES'}  ${name.padEnd(58)} ${value.padStart(14)}   goal ${goal}\n`)
  return holds
}

async function answers(): Promise<boolean[]> {
  const timed = await timedAnswers(perReadMs, mostAnswers)
  const toCritical = timed.map((each) => each.answerMs / each.criticalMs)
  const toSequence = timed.map((each) => each.answerMs / each.sequenceMs)
  const slowest = [...timed].sort((a, b) => b.answerMs / b.criticalMs - a.answerMs / a.criticalMs)[0]
  process.stdout.write(
    `\n${timed.length} answers at ${perReadMs} ms a read (slowest against its path: ${slowest?.path ?? 'none'})\n`,
  )
  const median = quantile(
    timed.map((each) => each.answerMs),
    0.5,
  )
  process.stdout.write(
    `          median answer ${median.toFixed(0)} ms, median reads ${quantile(
      timed.map((each) => each.reads),
      0.5,
    )}\n`,
  )
  return [
    line(
      'answer / critical path of its reads, median',
      ratio(quantile(toCritical, 0.5)),
      '≤ 1.30',
      quantile(toCritical, 0.5) <= 1.3,
    ),
    line(
      'answer / critical path of its reads, p95',
      ratio(quantile(toCritical, 0.95)),
      '≤ 1.30',
      quantile(toCritical, 0.95) <= 1.3,
    ),
    line(
      'answer / the same reads in sequence, p95',
      ratio(quantile(toSequence, 0.95)),
      '≤ 0.20',
      quantile(toSequence, 0.95) <= 0.2,
    ),
    line(
      'reads per answer, most',
      String(Math.max(...timed.map((each) => each.reads))),
      '≤ 25',
      timed.every((each) => each.reads <= 25),
    ),
    line(
      'dollars per answer, most',
      `$${Math.max(...timed.map((each) => each.usd)).toFixed(5)}`,
      '≤ $0.001',
      timed.every((each) => each.usd <= 0.001),
    ),
  ]
}

async function cold(): Promise<boolean[]> {
  const times = await coldTimes()
  process.stdout.write(`\nCold start, median of ${times.runs} processes each, in turn\n`)
  return [
    line(
      `ingress: load and first ack / default Bolt (${times.defaultAckMs.toFixed(0)} ms)`,
      ratio(times.ingressAckMs / times.defaultAckMs),
      '≤ 0.20',
      times.ingressAckMs <= 0.2 * times.defaultAckMs,
    ),
    line(
      `worker: load / default Bolt with the same clients (${times.defaultLoadMs.toFixed(0)} ms)`,
      ratio(times.workerLoadMs / times.defaultLoadMs),
      '≤ 0.40',
      times.workerLoadMs <= 0.4 * times.defaultLoadMs,
    ),
  ]
}

async function alarms(): Promise<boolean[]> {
  const wanted = { alarms: 1000, seconds: 20, causes: 30, diagnosisMs: 500, killAfter: [50, 400] }
  const seen = await storm(wanted)
  process.stdout.write(
    `\n${wanted.alarms} alarms in ${wanted.seconds} s across ${wanted.causes} causes; Slack takes a post a second, refused ${seen.refusals} calls; ${seen.killed} workers killed\n` +
      `          ${seen.posts} posts, ${seen.updates} edits, ${seen.diagnoses} diagnoses, ${seen.storeRequests} store requests, ${seen.peakMegabytes.toFixed(0)} MB at most\n`,
  )
  return [
    line(
      'alarms that are in exactly one incident',
      String(seen.alarmsInIncidents),
      '1000',
      seen.alarmsInIncidents === wanted.alarms,
    ),
    line('incidents, one for each cause', String(seen.incidents), '≤ 30', seen.incidents <= wanted.causes),
    line('incidents over the account', String(seen.parents), '1', seen.parents === 1),
    line('cards', String(seen.cards), '≤ 31', seen.cards <= wanted.causes + 1),
    line('messages posted twice', String(seen.doubled), '0', seen.doubled === 0),
    line(
      'seconds from the last alarm until all is shown',
      seen.settledSeconds.toFixed(1),
      '≤ 30',
      seen.settledSeconds <= 30,
    ),
  ]
}

const benches: Readonly<Record<string, () => Promise<boolean[]>>> = { answers, cold, storm: alarms }

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => benches[name] === undefined)
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.\n`)
  process.exitCode = 2
} else {
  process.stdout.write(
    `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}. Ratios hold within one run; milliseconds vary with the machine.\n`,
  )
  for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) {
    const held = (await benches[name]?.()) ?? []
    if (held.includes(false)) process.exitCode = 1
  }
}
