import type { Progress } from '../report/answer.ts'
import { clip, escapeMrkdwn, oneLine } from '../report/escape.ts'
import type { SlackMessage } from '../report/slack/message.ts'
import { richTextBlock, textElements } from '../report/slack/rich-text.ts'
import { post } from './posted.ts'
import { edit, type Venue } from './venue.ts'

/** Slack takes about one edit a second in a channel. */
export const editMs = 1000

/** One message that shows how far a diagnosis is. */
export interface ProgressMessage {
  readonly ts: string
  /** Shows this state soon: edits are at least a second apart, and the newest state is shown within two. Never throws. */
  readonly update: (progress: Progress) => void
  /** Stops editing and puts the answer in the message's place. */
  readonly finish: (message: SlackMessage) => Promise<void>
  /** Stops editing; the message stays as it is. */
  readonly stop: () => Promise<void>
}

/** Posts the progress message at once, or goes on with the one that an earlier delivery posted. A failed edit is passed over: the next one carries the newer state. */
export async function startProgress(
  venue: Venue,
  command: string,
  clock: () => number,
  postedTs?: string,
): Promise<ProgressMessage> {
  const startedAt = clock()
  const ts = postedTs ?? (await post(venue, progressMessage(command, undefined), venue.threadTs))
  let editedAt = startedAt
  let latest: Progress | undefined
  let shown: string | undefined
  let timer: NodeJS.Timeout | undefined
  let editing: Promise<void> = Promise.resolve()
  let isStopped = false
  let factsShown = 0

  const flush = async (): Promise<void> => {
    timer = undefined
    const message = progressMessage(command, latest)
    const fingerprint = JSON.stringify(message)
    if (isStopped || fingerprint === shown) return
    editedAt = clock()
    shown = fingerprint
    // One after the other: an older state must not overtake a newer one.
    editing = editing.then(async () => await edit(venue, ts, message)).catch(() => undefined)
    await editing
    if (!isStopped && JSON.stringify(progressMessage(command, latest)) !== shown) plan()
  }
  const plan = (): void => {
    timer ??= setTimeout(() => void flush(), Math.max(0, editedAt + editMs - clock()))
  }
  const stop = async (): Promise<void> => {
    isStopped = true
    clearTimeout(timer)
    await editing
  }
  return {
    ts,
    update: (progress) => {
      latest = progress
      if (isStopped) return
      const facts = [progress.subject ?? '', progress.seen ?? ''].filter((fact) => fact !== '').length
      if (facts > factsShown) {
        // What it means and what was seen are worth an edit of their own, once each: Slack bears two in a row.
        factsShown = facts
        clearTimeout(timer)
        void flush()
      } else plan()
    },
    stop,
    finish: async (message) => {
      await stop()
      await edit(venue, ts, message)
    },
  }
}

function line(label: string, words: string | undefined): SlackMessage['blocks'] {
  if (words === undefined || words === '') return []
  return [{ type: 'section', text: { type: 'mrkdwn', text: `${label}: ${escapeMrkdwn(clip(oneLine(words), 250))}` } }]
}

/** What the message shows: the question, what its name turned out to mean, what was seen failing, the step, how many reads and causes are through. */
export function progressMessage(command: string, progress: Progress | undefined): SlackMessage {
  const asked = clip(oneLine(command) || 'a question', 150)
  const { step, readsDone, readsStarted, causesDecided, causesTotal, price, subject, seen } = progress ?? {}
  const counts = [
    ...(readsStarted === undefined || readsStarted === 0 ? [] : [`${readsDone} of ${readsStarted} reads`]),
    ...(causesTotal === undefined || causesTotal === 0 ? [] : [`${causesDecided} of ${causesTotal} causes decided`]),
    ...(price === undefined ? [] : [escapeMrkdwn(`Costs ${price}`)]),
    ...(step === undefined || step === '' ? [] : [escapeMrkdwn(clip(step, 120))]),
  ]
  return {
    text: `Looking: ${escapeMrkdwn(asked)}`,
    blocks: [
      richTextBlock([
        {
          kind: 'paragraph',
          elements: [
            { type: 'emoji', name: 'mag' },
            ...textElements(' Looking…  ', 'bold'),
            ...textElements(asked, 'code'),
          ],
        },
      ]),
      ...line('Looking at', subject),
      ...line('Seen so far', seen),
      { type: 'context', elements: [{ type: 'mrkdwn', text: counts.join('  ·  ') || 'starting' }] },
    ],
  }
}
