import type { WebClient } from '@slack/web-api'
import { readAlarmEvent } from '../intake/alarm.ts'
import type { Question } from '../intake/question.ts'
import type { Answer, Ask } from '../report/answer.ts'
import { renderCard } from '../report/slack/card.ts'
import { renderThread } from '../report/slack/thread.ts'
import { inTime } from './answer.ts'
import { brokenNotice, notice } from './messages/notices.ts'
import type { Parts } from './parts.ts'
import { startProgress } from './progress.ts'
import { postAll, type Venue } from './venue.ts'

/** Turns an alarm event into an answer, asking by the `ask` it is given. */
export type AnswerEvent = (event: unknown, ask: Ask) => Promise<Answer>

/**
 * Answers an alarm that fires in the channel of the configuration: a card, and the thread under it. Other state changes and
 * a configuration without a channel are only logged.
 */
export async function answerAlarmIn(
  event: unknown,
  client: WebClient,
  parts: Parts,
  answerEvent: AnswerEvent,
  reference: string,
): Promise<void> {
  const { alarm } = readAlarmEvent(event, { now: parts.clock(), available: parts.available })
  const channel = parts.config.alarmChannel
  if (alarm?.state !== 'ALARM' || channel === undefined) {
    const why = channel === undefined ? 'no alarmChannel is configured' : 'the alarm does not fire'
    return parts.log.info('an alarm event is not answered', { reference, alarm: alarm?.arn, why })
  }
  const venue: Venue = { client, channel, user: '', isPrivate: false }
  const progress = await startProgress(venue, `alarm ${alarm.name}`, parts.clock)
  const asked: Question[] = []
  const ask: Ask = (question) => {
    asked.push(question)
    return parts.ask(question, progress.update)
  }
  let answer: Answer
  try {
    answer = await inTime(answerEvent(event, ask), parts)
  } catch (error) {
    parts.log.error('an alarm could not be answered', { reference, alarm: alarm.arn, error })
    return await progress.finish(brokenNotice(reference))
  }
  if (answer.kind !== 'report') return await progress.finish(notice(`Alarm ${alarm.name}: ${answer.sentence}`))
  const { report } = answer
  const question = asked.find(({ command }) => command === report.command) ?? asked[0]
  if (question === undefined) throw new Error('an alarm was answered without a question')
  const reportId = await parts.answers.put({ kind: 'report', question, report })
  await progress.finish(renderCard(report, { reportId }))
  await postAll(venue, renderThread(report, { reportId }), progress.ts)
}
