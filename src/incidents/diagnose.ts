import type { Question } from '../intake/question.ts'
import type { Answer, Ask, Progress } from '../report/answer.ts'
import { type Answers, type Kept, newAnswerId } from '../store/answers.ts'
import { type Comparison, compare, outcomeOf } from './compare.ts'
import type { DiagnosisOutcome, Incident } from './incident.ts'

/** Turns an alarm event into an answer, asking by the `ask` it is given. */
export type AnswerEvent = (event: unknown, ask: Ask) => Promise<Answer>

export interface DiagnoseParts {
  readonly ask: Ask
  readonly answers: Answers
  readonly log: { readonly error: (message: string, fields: Record<string, unknown>) => void }
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** After this a diagnosis that has not come back is given up. */
  readonly patienceMs: () => number
}

/** What an alarm event's answer comes to, with its report kept for the buttons. Throws when Firstlook itself is broken or takes too long. */
export async function diagnoseEvent(
  event: unknown,
  incident: Pick<Incident, 'id' | 'channel'>,
  parts: DiagnoseParts & { readonly answerEvent: AnswerEvent; readonly onProgress?: (progress: Progress) => void },
): Promise<DiagnosisOutcome> {
  const asked: Question[] = []
  const answer = await inTime(
    parts.answerEvent(event, (question) => {
      asked.push(question)
      return parts.ask({ ...question, asker: askerFor(incident) }, parts.onProgress)
    }),
    parts.patienceMs(),
  )
  if (answer.kind !== 'report') return { sentence: answer.sentence }
  const { report } = answer
  const question = asked.find(({ command }) => command === report.command) ?? asked[0]
  if (question === undefined) throw new Error('an alarm was answered without a question')
  const reportId = await kept({ kind: 'report', question, report }, parts)
  return outcomeOf(report, { reportId, question })
}

/** Asks an incident's question again, over the time since it fired, and compares. Undefined when it never had a question. */
export async function lookAgain(
  { id, channel, diagnosis, alarms, openedAt }: Incident,
  parts: DiagnoseParts,
): Promise<(Comparison & { readonly outcome?: DiagnosisOutcome }) | undefined> {
  const { question, cause } = diagnosis
  if (question === undefined) return undefined
  const now = parts.clock()
  const firedAt = Math.min(openedAt, ...alarms.map(({ firstFiredAt }) => firstFiredAt))
  const longestMs = 3 * 3600_000
  const window = { from: Math.max(Math.min(firedAt, question.window.from), now - longestMs), to: now }
  const again = { ...question, window }
  const answer = await inTime(parts.ask({ ...again, asker: askerFor({ id, channel }) }), parts.patienceMs())
  if (answer.kind !== 'report')
    return { found: 'not-checked', words: `It could not be looked at again: ${answer.sentence}` }
  const reportId = await kept({ kind: 'report', question: again, report: answer.report }, parts)
  return { ...compare(cause, answer.report), outcome: outcomeOf(answer.report, { reportId, question: again }) }
}

/** The id of a kept answer; one that cannot be kept still stands, and only its buttons say that it is gone. */
async function kept(answer: Kept, { answers, log }: DiagnoseParts): Promise<string> {
  return await answers.put(answer).catch((error: unknown) => {
    log.error('an answer could not be kept for its buttons', { error })
    return newAnswerId()
  })
}

/** For CloudTrail, which shows for what an account was read. */
function askerFor({ id, channel }: Pick<Incident, 'id' | 'channel'>) {
  return { channel, incident: id }
}

async function inTime<T>(work: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the diagnosis did not come back in time')), patienceMs)
  })
  return await Promise.race([work, tooLate]).finally(() => clearTimeout(timer))
}
