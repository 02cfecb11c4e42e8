import type { App } from '@slack/bolt'
import { renderMarkdown } from '../../report/markdown.ts'
import type { Report } from '../../report/report.ts'
import { renderCard } from '../../report/slack/card.ts'
import { actionIds, moreItems } from '../../report/slack/message.ts'
import { renderSection, renderThread } from '../../report/slack/thread.ts'
import type { Kept } from '../../store/answers.ts'
import { mayAct, mayShow } from '../access.ts'
import { answerQuestion } from '../answer.ts'
import { guarded } from '../guarded.ts'
import { notice } from '../messages/notices.ts'
import { preformatted } from '../messages/preformatted.ts'
import type { Parts } from '../parts.ts'
import { post, postAll } from '../posted.ts'
import { isUninvited, tell, tellAll, type Venue } from '../venue.ts'
import { heldBy, rootOf, venueOf } from './venue-of.ts'

type KeptReport = Extract<Kept, { kind: 'report' }>

/** The buttons of a card: ask again, show the fix, share, and the ⋯ menu. Whoever presses is judged anew. */
export function listenToReportActions(app: App, parts: Parts): void {
  app.action(
    { type: 'block_actions', action_id: actionIds.recheck },
    async ({ ack, body, action, client, context, respond }) => {
      await ack()
      const venue = venueOf(body, client, respond)
      await guarded(venue, parts, context, async (reference) => {
        const kept = await keptFor(heldBy(action), venue, parts)
        if (kept === undefined) return
        const { window, ...question } = kept.question
        const now = parts.clock()
        const shifted = { ...question, window: { from: now - (window.to - window.from), to: now } }
        const threadTs = rootOf(body)
        await answerQuestion(shifted, threadTs === undefined ? venue : { ...venue, threadTs }, parts, reference)
      })
    },
  )

  app.action(
    { type: 'block_actions', action_id: actionIds.fixSteps },
    async ({ ack, body, action, client, context, respond }) => {
      await ack()
      const venue = venueOf(body, client, respond)
      await guarded(venue, parts, context, async () => {
        const kept = await keptFor(heldBy(action), venue, parts)
        if (kept === undefined) return
        const messages = renderSection(kept.report, 'fix')
        if (messages.length === 0) await tell(venue, notice('This answer has no fix: it names no cause.'))
        await tellAll(venue, messages)
      })
    },
  )

  app.action(
    { type: 'block_actions', action_id: actionIds.showChecked },
    async ({ ack, body, action, client, context, respond }) => {
      await ack()
      const venue = venueOf(body, client, respond)
      await guarded(venue, parts, context, async () => {
        const kept = await keptFor(heldBy(action), venue, parts)
        if (kept !== undefined) await tellAll(venue, renderSection(kept.report, 'ruled-out'))
      })
    },
  )

  app.action(
    { type: 'block_actions', action_id: actionIds.share },
    async ({ ack, body, action, client, context, respond }) => {
      await ack()
      const venue = venueOf(body, client, respond)
      await guarded(venue, parts, context, async () => {
        const id = heldBy(action)
        const kept = await keptFor(id, venue, parts)
        if (kept === undefined) return
        if (!mayShow(kept.report.target.account, venue.channel, parts.config))
          return await tell(
            venue,
            notice('Answers about this account are for whoever asks alone. Those who may see one ask for themselves.'),
          )
        try {
          await shareIn(venue, id, kept.report)
        } catch (error) {
          if (!isUninvited(error)) throw error
          return await tell(
            venue,
            notice('I am not in this channel. Invite me with `/invite`, then press Share again.'),
          )
        }
        await respond({ delete_original: true })
      })
    },
  )

  app.action(
    { type: 'block_actions', action_id: actionIds.more },
    async ({ ack, body, action, client, context, respond }) => {
      await ack()
      const venue = venueOf(body, client, respond)
      await guarded(venue, parts, context, async () => {
        const [item = '', id = ''] = heldBy(action).split(':')
        const kept = await keptFor(id, venue, parts)
        if (kept === undefined) return
        const messages =
          item === moreItems.thread
            ? renderThread(kept.report, { reportId: id })
            : preformatted('Markdown for a ticket', renderMarkdown(kept.report))
        await tellAll(venue, messages)
      })
    },
  )
}

async function shareIn(venue: Venue, reportId: string, report: Report): Promise<void> {
  const ts = await post(venue, renderCard(report, { reportId, askedBy: `<@${venue.user}>` }), venue.threadTs)
  await postAll(venue, renderThread(report, { reportId }), venue.threadTs ?? ts)
}

/** The kept report, if it is still there and this person may see it here; if not, they are told why. */
async function keptFor(id: string, venue: Venue, parts: Parts): Promise<KeptReport | undefined> {
  const kept = await parts.answers.get(id)
  if (kept?.kind !== 'report') {
    await tell(venue, notice('This answer is no longer kept. Ask the question again.'))
    return undefined
  }
  const { account } = kept.question
  const { refusal } = await mayAct(account === undefined ? {} : { account }, venue, parts)
  if (refusal === undefined) return kept
  await tell(venue, notice(refusal))
  return undefined
}
