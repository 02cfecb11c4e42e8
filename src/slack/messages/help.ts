import type { ActionsBlock, KnownBlock } from '@slack/types'
import { offeredVerbs, type Verb } from '../../intake/verbs.ts'
import { clip, escapeMrkdwn } from '../../report/escape.ts'
import { actionIds, type SlackMessage } from '../../report/slack/message.ts'

/** The short menu: one line for each verb, and a button that explains it. */
export function helpMenu(command: string, available: readonly string[]): SlackMessage {
  const offered = offeredVerbs(available).filter(({ name }) => name !== 'help')
  const linesOf = (kind: Verb['kind']) =>
    offered.filter((verb) => verb.kind === kind).map(({ name, summary }) => `\`${name}\`  ${escapeMrkdwn(summary)}`)
  const shown = linesOf('info')
  const example = offered[0]?.examples[0] ?? 'help'
  const blocks: KnownBlock[] = [
    section(`*Ask what you see, and about what.* For example \`${command} ${example}\``),
    ...chunks(linesOf('diagnosis'), 12).map((part) => section(part.join('\n'))),
    ...(shown.length === 0 ? [] : [section('*Or just look.*')]),
    ...chunks(shown, 12).map((part) => section(part.join('\n'))),
    ...chunks(offered, 20).map(buttonsFor),
    {
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: 'Add `in <account>`, `region eu-west-1`, `last 30m`, `since 14:05`, `14:00..15:00` or `private`, in any order.'.replace(
            '<account>',
            '&lt;account&gt;',
          ),
        },
      ],
    },
  ]
  return { text: `What to ask: ${offered.map(({ name }) => name).join(', ')}`, blocks }
}

/** What one verb reads, which IAM actions that takes, and how to type it. */
export function helpVerb(command: string, verb: Verb, actions: readonly string[]): SlackMessage {
  const aliases = verb.aliases.filter((alias) => alias.startsWith('why-'))
  const blocks: KnownBlock[] = [
    section(
      `*${verb.name}*  ${escapeMrkdwn(verb.summary)}${aliases.length === 0 ? '' : `\nAlso ${aliases.map((alias) => `\`${alias}\``).join(', ')}`}`,
    ),
    section(
      `*Type*\n\`${command} ${escapeMrkdwn(verb.usage)}\`\n${verb.examples
        .filter((example) => example !== verb.usage)
        .map((example) => `\`${command} ${escapeMrkdwn(example)}\``)
        .join('\n')}`,
    ),
    ...(verb.reads.length === 0
      ? []
      : [section(`*Reads*\n${verb.reads.map((read) => `• ${escapeMrkdwn(read)}`).join('\n')}`)]),
    ...(actions.length === 0
      ? []
      : [section(clip(`*IAM actions* (read only)\n${actionLines(actions).join('\n')}`, 2900))]),
  ]
  return { text: `${verb.name}: ${verb.summary}`, blocks }
}

/** One line for each service: `lambda:` GetAlias, GetPolicy. */
function actionLines(actions: readonly string[]): string[] {
  const namesByService = new Map<string, string[]>()
  for (const action of actions) {
    const [service = '', name = ''] = action.split(':')
    namesByService.set(service, [...(namesByService.get(service) ?? []), name])
  }
  return [...namesByService].map(
    ([service, names]) => `\`${escapeMrkdwn(service)}:\` ${escapeMrkdwn(names.join(', '))}`,
  )
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } }
}

function buttonsFor(offered: readonly Verb[]): ActionsBlock {
  return {
    type: 'actions',
    elements: offered.map(({ name }) => ({
      type: 'button',
      action_id: `${actionIds.helpVerb}:${name}`,
      text: { type: 'plain_text', text: name, emoji: false },
      value: name,
    })),
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
