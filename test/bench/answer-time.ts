import { performance } from 'node:perf_hooks'
import { startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { loadConfig } from '../../src/config/config.ts'
import { answering } from '../../src/entry/answering.ts'
import { parseCommand } from '../../src/intake/grammar.ts'
import type { Report } from '../../src/report/report.ts'
import { type Incident, incidents } from '../incidents/incident.ts'
import { type PathTimes, pathTimes } from './critical-path.ts'

/** One answer, timed from the question to the report. */
export interface TimedAnswer extends PathTimes {
  readonly path: string
  /** The folder of the incident: `502`. */
  readonly symptom: string
  readonly answerMs: number
  /** Until something was seen failing; undefined where nothing was. */
  readonly firstFactMs: number | undefined
  /** Until the card said what the name means; undefined where the question names nothing. */
  readonly subjectMs: number | undefined
  /** Besides what Cost Explorer charges. */
  readonly usd: number
  /** Waited out between the reads, for what AWS makes: a credential report. */
  readonly isPolling: boolean
  readonly report: Report
}

/** How long a simulated read takes: the median, and a tail five times as long at the 99th percentile. */
export function latency(p50: number): DeclaredWorld['latencyMs'] {
  return { p50, p99: 5 * p50, seed: 7 }
}

/** Incidents without faults of their own, the same number of each symptom, spread over its folder. */
export function chosenIncidents(perSymptom: number): { readonly path: string; readonly incident: Incident }[] {
  const plain = incidents().filter(
    ({ incident }) => incident.world.faults === undefined && incident.world.deny === undefined,
  )
  return [...Map.groupBy(plain, ({ path }) => symptomOf(path)).values()].flatMap((of) => {
    const step = Math.max(1, Math.floor(of.length / perSymptom))
    return of.filter((_, index) => index % step === 0).slice(0, perSymptom)
  })
}

function symptomOf(path: string): string {
  return path.split('/')[0] ?? ''
}

/** Answers incidents one after the other, the first one twice so that nothing is measured cold. */
export async function timedAnswers(p50: number, perSymptom: number): Promise<TimedAnswer[]> {
  const chosen = chosenIncidents(perSymptom)
  const [first] = chosen
  if (first === undefined) throw new Error('there are no incidents to answer')
  await timed(first.path, first.incident.command, first.incident.world, p50)
  const answers: TimedAnswer[] = []
  for (const { path, incident } of chosen) answers.push(await timed(path, incident.command, incident.world, p50))
  return answers
}

/** Answers one line of one world, at a median time a read. */
export async function timed(path: string, line: string, world: object, p50: number): Promise<TimedAnswer> {
  const now = Date.now()
  const aws = await startAws({ ...world, latencyMs: latency(p50) } as DeclaredWorld, { now: () => now })
  try {
    const command = parseCommand(line, { now })
    if (command.kind !== 'diagnosis') throw new Error(`${path}: “${line}” is no question`)
    const ask = answering(loadConfig({}), {
      endpoint: aws.url,
      credentials: { accessKeyId: 'AKIAFIRSTLOOKBENCH00', secretAccessKey: 'not-a-real-secret' },
    })
    let firstFactMs: number | undefined
    let subjectMs: number | undefined
    const startedAt = performance.now()
    const answer = await ask({ ...command.question, region: command.question.region ?? 'eu-west-1' }, (progress) => {
      if ((progress.seen ?? '') !== '') firstFactMs ??= performance.now() - startedAt
      if ((progress.subject ?? '') !== '') subjectMs ??= performance.now() - startedAt
    })
    const answerMs = performance.now() - startedAt
    if (answer.kind !== 'report') throw new Error(`${path}: no report but ${answer.kind}`)
    const paid = aws.calls.filter(
      ({ operation }) => operation.startsWith('GetCost') || operation === 'GetAnomalies',
    ).length
    return {
      path,
      symptom: symptomOf(path),
      answerMs,
      firstFactMs,
      subjectMs,
      ...pathTimes(aws.calls),
      usd: answer.report.cost.usd - 0.01 * paid,
      isPolling: aws.calls.some(({ operation }) => operation === 'GenerateCredentialReport'),
      report: answer.report,
    }
  } finally {
    await aws.close()
  }
}
