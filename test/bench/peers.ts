import { performance } from 'node:perf_hooks'
import { startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { parseCommand } from '../../src/intake/grammar.ts'
import { redactReport } from '../../src/report/redact.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { handedIn } from '../benchmark/handed-in.ts'
import { scoreOf } from '../benchmark/score.ts'
import { synonymsOf } from '../benchmark/synonyms.ts'
import { type Incident, incidents } from '../incidents/incident.ts'
import { latency, timed } from './answer-time.ts'
import { decisiveFacts, holdsFacts } from './peers/decisive.ts'
import { published } from './peers/published.ts'
import { runbooks } from './peers/runbooks.ts'
import { openScript } from './peers/script.ts'
import { usdOf } from './read-prices.ts'
import { judged, type Measured, quantile, ratio, told } from './result.ts'

const readMs = 60

interface Read {
  readonly ms: number
  readonly reads: number
  readonly usd: number
  /** What is there for a person to read. */
  readonly characters: number
  /** Of a script: whether the fact that proves the cause is in it. Of Firstlook: whether it named the cause with the facts wanted. */
  readonly isDecisive: boolean
}

interface Compared {
  readonly symptom: string
  readonly firstlook: Read
  readonly sequence: Read
  readonly parallel: Read
}

/** The same incidents asked of Firstlook and read by a runbook’s script, one call after the other and as many at once as can be. */
export async function peers(): Promise<Measured> {
  const all = new Map(incidents().map(({ path, incident }) => [path.replace(/\.json$/, ''), incident]))
  const compared: Compared[] = []
  const named = Object.entries(decisiveFacts)
  const [first] = named
  if (first !== undefined) await compareOn(first[0], incidentOf(all, first[0]), first[1])
  for (const [name, facts] of named) compared.push(await compareOn(name, incidentOf(all, name), facts))

  const toSequence = middle(compared.map(({ firstlook, sequence }) => firstlook.ms / sequence.ms))
  const toParallel = middle(compared.map(({ firstlook, parallel }) => firstlook.ms / parallel.ms))
  const toText = middle(compared.map(({ firstlook, sequence }) => firstlook.characters / sequence.characters))
  const right = compared.filter(({ firstlook }) => firstlook.isDecisive).length
  const inScript = compared.filter(({ sequence }) => sequence.isDecisive).length
  return {
    title: 'Peers on the same work',
    rows: [
      told('Firstlook / script in sequence: time, median', ratio(toSequence)),
      told('Firstlook / script in parallel: time, median', ratio(toParallel)),
      told('Firstlook / script: text left to be read by a person, median', toText.toFixed(3)),
      judged(
        'Firstlook: cause named, with the facts that are wanted',
        `${right} of ${compared.length}`,
        'all',
        right === compared.length,
      ),
      told('script: the fact that proves the cause is in what it read', `${inScript} of ${compared.length}`),
    ],
    tables: [tableOf(compared), publishedTable()],
    notes: [
      `${compared.length} incidents, two of each symptom (an ordinary and a hard one), at ${readMs} ms a read with a 99th percentile five times as long. Scripts are ours (test/bench/peers): for each symptom the calls that a good runbook lists, following what they find from API to function, queue to consumer, stack to nested stack. They are given the names out of the question, warm connections and clients, and no start of a command line, which takes longer than most reads. They were written knowing Firstlook and its incidents, though not for one incident each.`,
      'A script gives no verdict: a person has yet to find the fact in what it printed, and to rule out the rest. That time is not in the table; the text to be read stands for it. Firstlook’s time ends with cause, proof, fix and what was ruled out. It reads in more rounds than a script in parallel, as it decides what to read by what it has seen.',
      'The lower table is what others have published of themselves, on their own tests. It was not run here, and says nothing about these incidents.',
      `Sources: ${[...new Map(published.map(({ tool, source }) => [source, `${tool.split(',')[0]} ${source}`])).values()].join('; ')}.`,
    ],
    counts: { toSequence, toParallel, toText, right, inScript, incidents: compared.length },
    front: `**Against a runbook’s script** of the same AWS calls: the answer takes ${ratio(toSequence)} × its time in sequence and ${ratio(toParallel)} × in parallel, and leaves ${(toText * 100).toFixed(0)} % of the text to be read (medians of ${compared.length} incidents).`,
  }
}

function incidentOf(all: ReadonlyMap<string, Incident>, name: string): Incident {
  const incident = all.get(name)
  if (incident === undefined) throw new Error(`there is no incident ${name}`)
  return incident
}

async function compareOn(name: string, incident: Incident, facts: readonly RegExp[]): Promise<Compared> {
  return {
    symptom: name.split('/')[0] ?? name,
    firstlook: await askFirstlook(name, incident),
    sequence: await runScript(incident, facts, true),
    parallel: await runScript(incident, facts, false),
  }
}

async function askFirstlook(name: string, incident: Incident): Promise<Read> {
  const { answerMs, reads, report } = await timed(name, incident.command, incident.world, readMs)
  const score = scoreOf(name, incident, handedIn(redactReport(report)), synonymsOf)
  return {
    ms: answerMs,
    reads,
    usd: report.cost.usd,
    characters: renderTerminal(report, { isColour: false, columns: 120 }).length,
    isDecisive: score.isTopRight === true && score.factsPresent === score.factsExpected,
  }
}

async function runScript(incident: Incident, facts: readonly RegExp[], isSequential: boolean): Promise<Read> {
  const now = Date.now()
  const aws = await startAws({ ...incident.world, latencyMs: latency(readMs) } as DeclaredWorld, { now: () => now })
  try {
    const command = parseCommand(incident.command, { now })
    if (command.kind !== 'diagnosis') throw new Error(`“${incident.command}” is no question`)
    const { question } = command
    const script = openScript(aws.url, question.region ?? 'eu-west-1', isSequential, question.window)
    const startedAt = performance.now()
    await runbooks[question.symptom](script, question)
    return {
      ms: performance.now() - startedAt,
      reads: aws.calls.length,
      usd: usdOf(aws.calls),
      characters: script.lines.join('\n').length,
      isDecisive: holdsFacts(script.lines, facts),
    }
  } finally {
    await aws.close()
  }
}

function middle(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function tableOf(compared: readonly Compared[]) {
  const rows = [...Map.groupBy(compared, ({ symptom }) => symptom), ['all', compared] as const].map(([symptom, of]) => {
    const both = (pick: (read: Read) => number, show: (value: number) => string) =>
      `${show(middle(of.map(({ firstlook }) => pick(firstlook))))} / ${show(middle(of.map(({ sequence }) => pick(sequence))))}`
    return [
      symptom,
      middle(of.map(({ firstlook }) => firstlook.ms)).toFixed(0),
      middle(of.map(({ sequence }) => sequence.ms)).toFixed(0),
      middle(of.map(({ parallel }) => parallel.ms)).toFixed(0),
      both(({ reads }) => reads, String),
      both(
        ({ usd }) => usd,
        (usd) => `$${usd.toFixed(5)}`,
      ),
      both(
        ({ characters }) => characters / 1000,
        (thousand) => thousand.toFixed(1),
      ),
      `${of.filter(({ firstlook }) => firstlook.isDecisive).length} / ${of.filter(({ sequence }) => sequence.isDecisive).length} of ${of.length}`,
    ]
  })
  return {
    title: 'Medians, Firstlook / script',
    head: [
      'symptom',
      'ms Firstlook',
      'ms in sequence',
      'ms in parallel',
      'reads',
      'dollars',
      'thousand characters',
      'cause named / fact read',
    ],
    rows,
  }
}

function publishedTable() {
  return {
    title: 'Published by others of their tools, not run here',
    head: ['tool', 'right', 'time', 'dollars each', 'on what'],
    rows: published.map(({ tool, right, time, usd, on }) => [tool, right, time, usd, on]),
  }
}
