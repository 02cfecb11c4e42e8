import { defineInformation, type InformationCommand } from '../../report/information/command.ts'
import type { HandoffContent } from '../handoff/content.ts'
import { handoffPages } from '../handoff/handoff-page.ts'
import type { OnCallDesk } from '../oncall/on-call-desk.ts'
import { type OnCallTold, onCallPage } from '../oncall/on-call-page.ts'
import { type OnCallSource, onCallNow } from '../oncall/source.ts'
import { nowhereKept } from './shelf.ts'

/** On-call as commands read it. */
export type OnCallShelf = Pick<OnCallDesk, 'sources' | 'shiftChange'> & {
  readonly handoff: Pick<OnCallDesk['handoff'], 'preview'>
}

/** `oncall`: who is on call, who is next, and until when. */
export function onCallCommand(shelf: OnCallShelf | undefined): InformationCommand {
  return defineInformation<{ readonly channel?: string; readonly rotations: readonly OnCallTold[] }>({
    name: 'oncall',
    reads: [],
    lookups: [],
    answer: async ({ asker, now, request }) => {
      if (shelf === undefined) return nowhereKept
      const sources = named(await shelf.sources(), request.name)
      const rotations = await Promise.all(sources.map((source) => toldOf(source, now)))
      return { kind: 'data', data: { rotations, ...(asker.channel === undefined ? {} : { channel: asker.channel }) } }
    },
    page: ({ rotations, channel }) => onCallPage(rotations, channel),
  })
}

async function toldOf(source: OnCallSource, at: number): Promise<OnCallTold> {
  const { id, name, channel, timeZone } = source
  try {
    return { id, name, channel, timeZone, ...(await onCallNow(source, at, 3)) }
  } catch (error) {
    return { id, name, channel, timeZone, next: [], fault: error instanceof Error ? error.message : String(error) }
  }
}

/** `handoff` for a terminal: what would be handed over now. Only in Slack is it offered to somebody. */
export function handoffCommand(shelf: OnCallShelf | undefined): InformationCommand {
  return defineInformation<HandoffContent>({
    name: 'handoff',
    reads: [],
    lookups: [],
    answer: async ({ request, asker }) => {
      if (shelf === undefined) return nowhereKept
      const sources = await shelf.sources()
      const found = named(sources, request.name)
      const [source, ...others] = found.length > 1 ? found.filter(({ channel }) => channel === asker.channel) : found
      if (source !== undefined && others.length === 0)
        return { kind: 'data', data: await shelf.handoff.preview(source, await shelf.shiftChange(source)) }
      const names = sources.map(({ name }) => name)
      const sentence =
        names.length === 0
          ? 'There is no rotation yet. `oncall edit` in Slack makes one for the channel it is typed in.'
          : `Which rotation? Name one: ${names.map((name) => `\`handoff "${name}"\``).join(', ')}.`
      return { kind: 'refused', sentence, nearMisses: names, fault: 'question' }
    },
    page: (content) => {
      const { summary, rest } = handoffPages(content)
      return { ...summary, lines: [...summary.lines, ...(rest?.lines ?? [])] }
    },
  })
}

function named(sources: readonly OnCallSource[], name: string): readonly OnCallSource[] {
  if (name === '') return sources
  const wanted = name.toLowerCase()
  const same = sources.filter((source) => source.name.toLowerCase() === wanted || source.id === name)
  return same.length > 0 ? same : sources.filter((source) => source.name.toLowerCase().includes(wanted))
}

/** `note` in a terminal says where notes are written. */
export function noteCommand(): InformationCommand {
  return defineInformation<object>({
    name: 'note',
    reads: [],
    lookups: [],
    answer: async () => ({
      kind: 'refused',
      sentence: 'Notes are written in Slack, where it is known who you are: `/aws note the load test runs until noon`.',
      nearMisses: [],
      fault: 'question',
    }),
    page: () => ({ tone: 'plain', title: 'Note', lines: [], foot: [] }),
  })
}
