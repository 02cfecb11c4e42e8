import type { App } from '@slack/bolt'
import { formatCommand, parseCommand } from '../../intake/grammar.ts'
import { verbOfSymptom } from '../../intake/verbs.ts'
import { guessesOf } from '../../report/guess-alarm.ts'
import { answerLine } from '../answer.ts'
import { guarded } from '../guarded.ts'
import { notice } from '../messages/notices.ts'
import type { Parts } from '../parts.ts'
import { tell } from '../venue.ts'
import { diagnoseModal } from '../views/diagnose.ts'
import { alarmIn, hintOf, messageText, shortcutMessageSchema } from './message-text.ts'

export const diagnoseShortcut = 'diagnose_message'

/** "Diagnose this" on a message: asks at once what the message says outright, and in a modal what it does not. */
export function listenToDiagnoseShortcut(app: App, parts: Parts): void {
  app.shortcut(
    { type: 'message_action', callback_id: diagnoseShortcut },
    async ({ ack, shortcut, client, context, respond }) => {
      await ack()
      const message = shortcutMessageSchema.parse(shortcut.message)
      const threadTs = message.thread_ts ?? message.ts
      const venue = {
        client,
        channel: shortcut.channel.id,
        user: shortcut.user.id,
        threadTs,
        isPrivate: false,
        respond,
      }
      await guarded(venue, parts, context, async (reference) => {
        const text = messageText(message)
        const line = lineOf(text, Number(message.ts) * 1000, parts)
        if (line !== undefined) return await answerLine(line, venue, parts, reference)
        const { name: said, symptom } = hintOf(text)
        // What only an alarm's name hints at is not asked at once: the form shows it, and a person says whether it is right.
        const alarm = alarmIn(text)
        const name = said ?? (alarm === undefined ? undefined : guessesOf({ name: alarm })[0]?.name)
        const hint = {
          ...(name === undefined ? {} : { name }),
          ...(symptom === undefined ? {} : { verb: verbOfSymptom(symptom) }),
        }
        const modal = diagnoseModal({ channel: venue.channel, threadTs }, hint, parts.available)
        try {
          await client.views.open({ trigger_id: shortcut.trigger_id, view: modal })
        } catch (error) {
          // A modal can be opened for three seconds after the click; a cold start may take longer.
          parts.log.info('the modal could not be opened', { reference, error })
          await tell(
            venue,
            notice(
              'The message does not say what to look at. Mention me in its thread, for example `@Firstlook why-502 orders-api`.',
            ),
          )
        }
      })
    },
  )
}

/** The line a message amounts to: one typed as a command, or its resource around the time it was posted, with its symptom or a bare `why`. */
function lineOf(text: string, postedAt: number, { clock, available, config }: Parts): string | undefined {
  const now = clock()
  const [firstLine = ''] = text.split('\n')
  const typed = parseCommand(firstLine, { now, zone: config.timeZone, available })
  if (typed.kind === 'diagnosis') return firstLine
  const { name, symptom } = hintOf(text)
  const verb = verbOfSymptom(symptom ?? 'any')
  if (name === undefined || !available.includes(verb)) return undefined
  const end = Number.isFinite(postedAt) ? Math.min(now, postedAt + 5 * 60_000) : now
  return formatCommand(verb, { name, window: { from: end - 65 * 60_000, to: end } })
}
