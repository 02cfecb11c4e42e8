import type { ReactNode } from 'react'
import { type JsonObject, objectOf, stringOf } from '../json.ts'
import { slackDate } from './dates.ts'
import { Emoji } from './emoji.tsx'
import { nowOf } from './model.ts'
import { type Inline, type Paragraph, parseMrkdwn, parsePlain } from './mrkdwn.ts'
import { usePage } from './page-context.ts'

/** The words of a text object, markup left as it is typed. */
export function wordsOf(text: unknown): string {
  return typeof text === 'string' ? text : stringOf(objectOf(text).text)
}

/** A text object or a plain string, with its emoji and nothing else. */
export function PlainText({ text }: { text: unknown }) {
  return <Inlines inlines={parsePlain(wordsOf(text))} />
}

/** A text object of either type. */
export function TextObject({ text }: { text: JsonObject }) {
  if (text.type === 'mrkdwn') return <Mrkdwn text={stringOf(text.text)} />
  return (
    <p className="lines">
      <PlainText text={text} />
    </p>
  )
}

/** Text in Slack's own markup. */
export function Mrkdwn({ text }: { text: string }) {
  return (
    <div className="mrkdwn">
      {parseMrkdwn(text).map((paragraph) => (
        <ParagraphView key={paragraph.at} paragraph={paragraph} />
      ))}
    </div>
  )
}

function ParagraphView({ paragraph }: { paragraph: Paragraph }) {
  if (paragraph.kind === 'preformatted') return <pre className="preformatted">{paragraph.text}</pre>
  const lines = <Inlines inlines={paragraph.inlines} />
  if (paragraph.kind === 'quote') return <blockquote className="lines">{lines}</blockquote>
  return <p className="lines">{lines}</p>
}

function Inlines({ inlines }: { inlines: readonly Inline[] }) {
  return inlines.map((inline) => <InlineView key={inline.at} inline={inline} />)
}

function InlineView({ inline }: { inline: Inline }): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'code':
      return <code className="inline-code">{inline.text}</code>
    case 'emoji':
      return <Emoji name={inline.text} />
    case 'bold':
      return (
        <strong>
          <Inlines inlines={inline.children} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Inlines inlines={inline.children} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Inlines inlines={inline.children} />
        </s>
      )
    case 'link':
      return <SafeLink href={inline.href}>{inline.label}</SafeLink>
    case 'date':
      return <SlackDate {...inline} />
    default:
      return <Mention inline={inline} />
  }
}

function Mention({ inline }: { inline: Extract<Inline, { id: string }> }) {
  const { model, openChannel } = usePage()
  const { kind, id, label } = inline
  if (kind === 'broadcast') return <span className="mention mention-all">@{id}</span>
  if (kind === 'channel') {
    const name = model.channels.find((channel) => channel.id === id)?.name ?? (label || id)
    return (
      <button type="button" className="mention" onClick={() => openChannel(id)}>
        #{name}
      </button>
    )
  }
  const group = model.usergroups.find((one) => one.id === id)?.handle
  const person = model.users.find((one) => one.id === id)?.realName
  const isMe = id === model.me
  return (
    <span className={isMe ? 'mention mention-me' : 'mention'}>
      @{group ?? person ?? (label.replace(/^@/, '') || id)}
    </span>
  )
}

function SlackDate(props: { epochSeconds: number; format: string; href: string; fallback: string }) {
  const { model } = usePage()
  const at = new Date(props.epochSeconds * 1000)
  const isTime = !Number.isNaN(at.getTime())
  const time = (
    <time dateTime={isTime ? at.toISOString() : undefined} title={isTime ? at.toLocaleString() : undefined}>
      {slackDate(props.epochSeconds, props.format, props.fallback, nowOf(model))}
    </time>
  )
  return props.href ? <SafeLink href={props.href}>{time}</SafeLink> : time
}

/** A link that can only lead to a web page or a mail; anything else stays text. */
export function SafeLink({ href, children }: { href: string; children: ReactNode }) {
  if (!/^(https?|mailto):/i.test(href.trim())) {
    return (
      <span className="dead-link" title="This link is no web address and leads nowhere">
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
