import type { WebClient } from '@slack/web-api'
import type { Desk } from '../incidents/desk.ts'
import type { IncidentRecords } from '../incidents/records.ts'
import { routeOf } from '../incidents/route.ts'
import { type AwsEventReading, type AwsNews, readAwsEvent } from '../intake/aws-event.ts'
import { newsReaders } from '../intake/aws-news.ts'
import { verbOfSymptom } from '../intake/verbs.ts'
import { clip, escapeMrkdwn } from '../report/escape.ts'
import { redact } from '../report/redact.ts'
import { renderCard } from '../report/slack/card.ts'
import type { SlackMessage } from '../report/slack/message.ts'
import { renderThread } from '../report/slack/thread.ts'
import { mayShow } from './access.ts'
import { inTime } from './in-time.ts'
import { suggestion } from './messages/notices.ts'
import { partsInSlack, postPart } from './outbox.ts'
import type { Parts } from './parts.ts'
import { isUninvited } from './venue.ts'

export interface NewsParts
  extends Pick<Parts, 'ask' | 'answers' | 'config' | 'log' | 'clock' | 'available' | 'patienceMs'> {
  /** Made with `sendOnceOptions`. */
  readonly client: WebClient
  readonly desk: Desk
  readonly records: IncidentRecords
}

const windowMs = 3600_000

/**
 * Takes an event that is not an alarm's state: into the incident of the alarm it is about, or as a message in the channel its route
 * names, with the answer under it where there is one to ask for. With `isAgain` Slack is asked first what an earlier attempt has posted.
 * Throws an Error when the message is no event at all.
 */
export async function takeAwsEvent(event: unknown, parts: NewsParts, isAgain: boolean): Promise<void> {
  const reading = readAwsEvent(event, newsReaders)
  switch (reading.kind) {
    case 'unreadable':
      throw new Error(reading.sentence)
    case 'unremarkable':
      return parts.log.info('an event is passed over', { why: reading.why })
    case 'alarm-configured':
      return await configured(reading, parts)
    case 'news':
      return await tellNews(reading.news, parts, isAgain)
  }
}

async function configured(
  { arn, change, changedAt, key }: Extract<AwsEventReading, { kind: 'alarm-configured' }>,
  { desk, records }: NewsParts,
): Promise<void> {
  const [, , , region = '', account = ''] = arn.split(':')
  const incident = await records.holderOf({ arn, account, region, name: '' })
  if (incident === undefined || incident.state === 'closed') return
  const configuredTo = { type: 'alarm-configured', arn, change, changedAt } as const
  await desk.act(incident.id, configuredTo, `configured ${key}`, { kind: 'aws' })
}

async function tellNews(news: AwsNews, parts: NewsParts, isAgain: boolean): Promise<void> {
  const { config, log } = parts
  const { account, region, title, key } = news
  const channel = routeOf({ name: title, account, region }, config)?.channel
  if (channel === undefined) return log.info('no channel is configured for an event', { title, account })
  if (!mayShow(account, channel, config))
    return log.info('the channel may not be shown that account', { title, account, channel })
  try {
    await post(news, channel, parts, isAgain)
  } catch (error) {
    const { alarmChannel } = config
    if (!isUninvited(error)) throw error
    await tellOwner(`Event “${title}”: its channel ${channel} cannot be posted to.`, parts)
    if (alarmChannel === undefined || alarmChannel === channel || !mayShow(account, alarmChannel, config))
      return log.error('an event has no channel to be shown in', { key, error })
    await post(news, alarmChannel, parts, isAgain)
  }
}

async function tellOwner(text: string, { client, config, log }: NewsParts): Promise<void> {
  const { owner } = config.alarms
  if (owner === undefined) return
  try {
    await client.chat.postMessage({ channel: owner, text, unfurl_links: false, unfurl_media: false })
  } catch (error) {
    log.error('the owner could not be told', { owner, error })
  }
}

async function post(news: AwsNews, channel: string, parts: NewsParts, isAgain: boolean): Promise<void> {
  const { client } = parts
  const id = `event ${news.key}`.slice(0, 250)
  const there = isAgain ? await partsInSlack(id, { channel }, client) : new Map<string, string>()
  const head = await headOf(news, parts)
  const ts = there.get('card') ?? (await postPart(client, channel, { key: 'card', message: head }, id))
  await tellIncidents(news, parts)
  const answered = await answerOf(news, channel, parts)
  for (const [index, message] of answered.entries()) {
    const part = `answer.${index}`
    if (!there.has(part)) await postPart(client, channel, { key: part, message }, id, ts)
  }
}

async function headOf({ title, lines, resources, account, region, offers, question }: AwsNews, { answers }: NewsParts) {
  const safe = (text: string, length: number) => escapeMrkdwn(clip(redact(text), length))
  const words = [
    ...lines.map((line) => safe(line, 1500)),
    ...resources.slice(0, 5).map((each) => `\`${safe(each, 300).replaceAll('`', "'")}\``),
  ]
  const place = `account ${safe(account, 20)}  ·  ${safe(region, 40)}${question === undefined ? '' : '  ·  looking into it…'}`
  const linesId = offers.length === 0 ? '' : await answers.put({ kind: 'lines', lines: offers, isPrivate: false })
  const [, ...offered] = suggestion('', offers, linesId).blocks
  const head: SlackMessage = {
    text: safe(title, 250),
    blocks: [
      {
        type: 'section',
        text: { type: 'mrkdwn', text: clip([`*${safe(title, 250).replaceAll('*', '∗')}*`, ...words].join('\n'), 2900) },
      },
      { type: 'context', elements: [{ type: 'mrkdwn', text: place }] },
      ...offered,
    ],
  }
  return head
}

/** Open incidents whose cause lies on one of the event's resources hear of it. */
async function tellIncidents({ key, title, resources }: AwsNews, { records, desk }: NewsParts): Promise<void> {
  if (resources.length === 0) return
  const { records: open } = await records.listOpen()
  for (const { id, diagnosis } of open) {
    const { arn, name } = diagnosis.cause?.resource ?? { arn: '', name: '' }
    if (arn === '' || !resources.some((each) => each === arn || each === name)) continue
    await desk.happen(id, { type: 'told', words: title }, `told ${key}`, { kind: 'aws' })
  }
}

async function answerOf(
  { question, key }: AwsNews,
  channel: string,
  parts: NewsParts,
): Promise<readonly SlackMessage[]> {
  if (question === undefined || !parts.available.includes(verbOfSymptom(question.symptom))) return []
  const to = parts.clock()
  const asked = { ...question, window: { from: to - windowMs, to }, asker: { channel, incident: 'event' } }
  try {
    const answer = await inTime(parts.ask(asked), parts)
    if (answer.kind !== 'report') return [suggestion(answer.sentence, [], '')]
    const reportId = await parts.answers.put({ kind: 'report', question: asked, report: answer.report })
    return [renderCard(answer.report, { reportId }), ...renderThread(answer.report, { reportId })]
  } catch (error) {
    parts.log.error('an event could not be looked into', { key, error })
    return [
      suggestion(`Firstlook could not look into it. Ask by hand: \`${question.command.split(': ').at(-1)}\`.`, [], ''),
    ]
  }
}
