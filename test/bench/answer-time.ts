import { performance } from 'node:perf_hooks'
import { startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { loadConfig } from '../../src/config/config.ts'
import { answering } from '../../src/entry/answering.ts'
import { parseCommand } from '../../src/intake/grammar.ts'
import { incidents } from '../incidents/incident.ts'
import { pathTimes } from './critical-path.ts'

/** One answer, timed from the question to the report. */
export interface TimedAnswer {
  readonly path: string
  readonly answerMs: number
  readonly criticalMs: number
  readonly sequenceMs: number
  readonly reads: number
  readonly usd: number
}

/** Answers incidents at a fixed time a read, one after the other, the first one twice so that nothing is measured cold. */
export async function timedAnswers(perReadMs: number, most: number): Promise<TimedAnswer[]> {
  const all = incidents().filter(
    ({ incident }) => incident.world.faults === undefined && incident.world.deny === undefined,
  )
  // Spread over every symptom: they lie in the order of their folders.
  const step = Math.max(1, Math.floor(all.length / most))
  const chosen = all.filter((_, index) => index % step === 0).slice(0, most)
  const [first] = chosen
  if (first === undefined) throw new Error('there are no incidents to answer')
  await timed(first.path, first.incident.command, { ...first.incident.world, latencyMs: perReadMs } as DeclaredWorld)
  const answers: TimedAnswer[] = []
  for (const { path, incident } of chosen)
    answers.push(await timed(path, incident.command, { ...incident.world, latencyMs: perReadMs } as DeclaredWorld))
  return answers
}

async function timed(path: string, line: string, world: DeclaredWorld): Promise<TimedAnswer> {
  const now = Date.now()
  const aws = await startAws(world, { now: () => now })
  try {
    const command = parseCommand(line, { now })
    if (command.kind !== 'diagnosis') throw new Error(`${path}: “${line}” is no question`)
    const ask = answering(loadConfig({}), {
      endpoint: aws.url,
      credentials: { accessKeyId: 'AKIAFIRSTLOOKBENCH00', secretAccessKey: 'not-a-real-secret' },
    })
    const startedAt = performance.now()
    const answer = await ask({ ...command.question, region: command.question.region ?? 'eu-west-1' })
    const answerMs = performance.now() - startedAt
    if (answer.kind !== 'report') throw new Error(`${path}: no report but ${answer.kind}`)
    return { path, answerMs, ...pathTimes(aws.calls), usd: answer.report.cost.usd }
  } finally {
    await aws.close()
  }
}

/** The value below which a share of the values lies, by nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
