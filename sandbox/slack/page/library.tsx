import { type ComponentProps, memo, type ReactNode } from 'react'
import { type Block, Message } from 'slack-blocks-to-jsx'
import type { JsonObject } from '../json.ts'
import { slackDate } from './dates.ts'
import { drawnEmoji } from './emoji.tsx'
import { usePage } from './page-context.ts'

type Hooks = NonNullable<ComponentProps<typeof Message>['hooks']>

/** A link that can only lead to a web page or a mail; anything else stays text. */
export function SafeLink({ href, children }: { href: string; children: ReactNode }) {
  if (!/^(https?|mailto):/i.test(href.trim())) {
    return (
      <span className="dead-link" title="This link was not a web address and leads nowhere">
        {children}
      </span>
    )
  }
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}

const hooks: Hooks = {
  link: ({ href, children }) => <SafeLink href={href}>{children}</SafeLink>,
  emoji: (emoji, byName) => drawnEmoji(emoji.name) ?? <span className="emoji-text">{byName(emoji)}</span>,
  date: ({ timestamp, format, link, fallback }) => {
    const text = slackDate(Number(timestamp), format, fallback)
    const at = new Date(Number(timestamp) * 1000)
    const time = (
      <time dateTime={Number.isNaN(at.getTime()) ? undefined : at.toISOString()} title={fallback}>
        {text}
      </time>
    )
    return link ? <SafeLink href={link}>{time}</SafeLink> : time
  },
}

/** Blocks that only show something, drawn by slack-blocks-to-jsx. */
export const Library = memo(function Library({ blocks }: { blocks: readonly JsonObject[] }) {
  const { model, theme } = usePage()
  const data = {
    users: model.users.map((user) => ({ id: user.id, name: user.realName })),
    channels: model.channels.map((channel) => ({ id: channel.id, name: channel.name })),
    user_groups: model.usergroups.map((group) => ({ id: group.id, name: group.handle })),
  }
  // The server has checked the blocks already, and the library shows nothing for what it does not know.
  const known = blocks as unknown as Block[]
  return (
    <Message blocks={known} logo="" name="" withoutWrapper theme={theme} data={data} hooks={hooks} className="blocks" />
  )
})

/** Text in Slack's own markup. */
export function Mrkdwn({ text }: { text: string }) {
  return <Library blocks={[{ type: 'section', text: { type: 'mrkdwn', text } }]} />
}

/** The words of a text object, markup left as it is typed. */
export function wordsOf(text: unknown): string {
  if (typeof text === 'string') return text
  const words = (text as { text?: unknown } | undefined)?.text
  return typeof words === 'string' ? words : ''
}
