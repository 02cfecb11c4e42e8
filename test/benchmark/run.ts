import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { redactReport } from '../../src/report/redact.ts'
import { symptoms } from '../../src/targets/symptom.ts'
import { type AskedWorld, askedOf } from '../incidents/answer.ts'
import { type Incident, incidents } from '../incidents/incident.ts'
import { baselines } from './baselines.ts'
import { handedIn } from './handed-in.ts'
import type { Run } from './page.ts'
import { type Score, scoreOf } from './score.ts'
import { synonymsOf } from './synonyms.ts'

export interface NamedIncident {
  /** `502/oom` */
  readonly name: string
  readonly incident: Incident
}

/** Every incident by its name, in the order of their files. */
export function namedIncidents(): NamedIncident[] {
  return incidents().map(({ path, incident }) => ({ name: path.replace(/\.json$/, ''), incident }))
}

/** Scores what Firstlook answered; an answer that is no report is none. */
export function scoreOfAnswer(name: string, incident: Incident, asked: AskedWorld): Score {
  const { answer, calls, answerMs } = asked
  const answered = answer.kind === 'report' ? handedIn(redactReport(answer.report)) : undefined
  return {
    ...scoreOf(name, incident, answered, synonymsOf),
    reads: calls.length,
    milliseconds: answerMs,
    ...(answer.kind === 'report' && { usd: answer.report.cost.usd }),
  }
}

/** Asks Firstlook about incidents, one after the other; `onScore` is told of each as it is done. */
export async function scoresAt(
  readMs: number,
  all: readonly NamedIncident[],
  onScore: (score: Score) => void,
): Promise<Score[]> {
  const scores: Score[] = []
  for (const { name, incident } of all) {
    const world = { latencyMs: readMs, ...incident.world } as DeclaredWorld
    const asked = await askedOf(incident.command, world).catch((error: unknown) => {
      throw new Error(`${name} could not be asked`, { cause: error })
    })
    const score = scoreOfAnswer(name, incident, asked)
    scores.push(score)
    onScore(score)
  }
  return scores
}

/** A run with the baselines beside it. */
export function runOf(scores: readonly Score[], all: readonly NamedIncident[], readMs: number): Run {
  return {
    scores,
    symptoms,
    readMs,
    baselines: baselines(all).map(({ name, answer }) => ({
      name,
      scores: all.map((each) => scoreOf(each.name, each.incident, answer(each), synonymsOf)),
    })),
  }
}
