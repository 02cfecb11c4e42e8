import type { Question } from '../intake/question.ts'
import type { Answer } from '../report/answer.ts'
import { notice, picker, suggestion } from './messages/notices.ts'
import type { Parts } from './parts.ts'
import type { Venue } from './venue.ts'

/** The message for what is no report: a choice, or a sentence with what may have been meant. */
export async function otherThanReport(
  answer: Exclude<Answer, { kind: 'report' }>,
  { command, name }: Pick<Question, 'command' | 'name'>,
  { isPrivate }: Venue,
  { answers }: Parts,
) {
  if (answer.kind === 'choice') {
    const lines = answer.options.map((option) => option.command)
    return picker(
      answer.sentence,
      answer.options.map(({ label }) => label),
      await answers.put({ kind: 'lines', lines, isPrivate }),
    )
  }
  const lines =
    name === '' || !command.includes(name)
      ? []
      : answer.nearMisses.slice(0, 3).map((near) => command.replace(name, () => near))
  return await withLines(answer.sentence, lines, isPrivate, answers)
}

/** A sentence, with a button for each line that would work instead. */
export async function withLines(
  sentence: string,
  lines: readonly string[],
  isPrivate: boolean,
  answers: Parts['answers'],
) {
  if (lines.length === 0) return notice(sentence)
  return suggestion(sentence, lines, await answers.put({ kind: 'lines', lines, isPrivate }))
}
