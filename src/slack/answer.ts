import { type Command, parseCommand } from '../intake/grammar.ts'
import type { Question } from '../intake/question.ts'
import { verbOfSymptom } from '../intake/verbs.ts'
import type { Answer } from '../report/answer.ts'
import type { Report } from '../report/report.ts'
import { renderCard } from '../report/slack/card.ts'
import { renderThread } from '../report/slack/thread.ts'
import { newAnswerId } from '../store/answers.ts'
import { mayAsk } from './access.ts'
import { inTime } from './in-time.ts'
import { answerInformation } from './information.ts'
import { helpMenu, helpVerb } from './messages/help.ts'
import { brokenNotice, notice } from './messages/notices.ts'
import { answerOnCallLine } from './oncall/lines.ts'
import { otherThanReport, withLines } from './other-answer.ts'
import type { Parts } from './parts.ts'
import { postAll, postedBefore } from './posted.ts'
import { startProgress } from './progress.ts'
import { isUninvited, remove, tell, type Venue } from './venue.ts'

/** The slash command as the manifest names it. */
export const commandName = '/aws'

/** Reads a line as typed and answers it; help, refusals and menus go to the asker alone, results to the venue. */
export async function answerLine(text: string, venue: Venue, parts: Parts, reference: string): Promise<void> {
  if (await answerOnCallLine(text, venue, parts, reference)) return
  const { clock, available, config } = parts
  const command = parseCommand(text, { now: clock(), zone: config.timeZone, available })
  if (command.kind === 'info') return await answerInformation(command, venue, parts, reference)
  if (command.kind !== 'diagnosis') return await tell(venue, await replyTo(command, parts))
  await answerQuestion(
    command.question,
    { ...venue, isPrivate: venue.isPrivate || command.isPrivate },
    parts,
    reference,
  )
}

async function replyTo(
  command: Exclude<Command, { kind: 'diagnosis' | 'info' }>,
  { available, actionsOf, answers }: Parts,
) {
  switch (command.kind) {
    case 'help':
      return command.verb === undefined
        ? helpMenu(commandName, available)
        : helpVerb(commandName, command.verb, actionsOf(command.verb))
    case 'refused':
      return await withLines(command.sentence, command.suggestions, false, answers)
  }
}

/** Asks, shows the progress, and puts the answer where it belongs. A fault of our own is told in the progress message. */
export async function answerQuestion(asked: Question, place: Venue, parts: Parts, reference: string): Promise<void> {
  const { question, isPrivate, refusal } = await mayAsk(asked, verbOfSymptom(asked.symptom), place, parts)
  if (question === undefined) return await tell(place, notice(refusal))
  const venue = { ...place, isPrivate: place.isPrivate || isPrivate }
  if (venue.isPrivate) return await answerPrivately(question, venue, parts)
  const there = await postedBefore(venue)
  const progress = await startProgress(venue, question.command, parts.clock, there.get('card')).catch(
    (error: unknown) => {
      if (isUninvited(error) && venue.respond !== undefined) return undefined
      throw error
    },
  )
  if (progress === undefined) return await answerUninvited(question, venue, parts)
  let answer: Answer
  try {
    answer = await inTime(parts.ask(question, progress.update), parts)
  } catch (error) {
    parts.log.error('a diagnosis did not finish', { reference, command: question.command, error })
    return await progress.finish(brokenNotice(reference))
  }
  if (answer.kind !== 'report') {
    await progress.stop()
    await tell(venue, await otherThanReport(answer, question, venue, parts))
    return await remove(venue, progress.ts)
  }
  const { card, thread } = await messagesOf(question, answer.report, venue, parts)
  await progress.finish(card)
  await postAll(venue, thread, venue.threadTs ?? progress.ts, there)
}

async function answerPrivately(question: Question, venue: Venue, parts: Parts): Promise<void> {
  await tell(venue, notice(`Looking: \`${question.command.replaceAll('`', "'")}\`. Only you will see the answer.`))
  const answer = await inTime(parts.ask(question), parts)
  if (answer.kind !== 'report') return await tell(venue, await otherThanReport(answer, question, venue, parts))
  const { card } = await messagesOf(question, answer.report, venue, parts)
  await tell(venue, card)
}

/** Without an invitation there is no thread, so the card goes through the command's own address and holds the rest in its menu. */
async function answerUninvited(question: Question, venue: Venue, parts: Parts): Promise<void> {
  await tell(
    venue,
    notice('Looking. Invite me to this channel with `/invite` and answers come in a thread that everybody sees.'),
  )
  const answer = await inTime(parts.ask(question), parts)
  if (answer.kind !== 'report') return await tell(venue, await otherThanReport(answer, question, venue, parts))
  const { card } = await messagesOf(question, answer.report, { ...venue, isPrivate: true }, parts)
  await tell(venue, card)
}

async function messagesOf(question: Question, report: Report, { isPrivate, user }: Venue, { answers, log }: Parts) {
  const reportId = await answers.put({ kind: 'report', question, report }).catch((error: unknown) => {
    // The answer is worth more than its buttons, which will say that it is no longer kept.
    log.error('an answer could not be kept for its buttons', { command: question.command, error })
    return newAnswerId()
  })
  const isPerson = /^[UW][A-Z0-9]{2,20}$/.test(user)
  return {
    card: renderCard(report, { reportId, isPrivate, ...(isPerson ? { askedBy: `<@${user}>` } : {}) }),
    thread: renderThread(report, { reportId }),
  }
}
