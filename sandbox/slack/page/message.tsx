import { useState } from 'react'
import type { SlackMessage } from '../workspace.ts'
import { Avatar } from './avatar.tsx'
import { clock, fullTime } from './dates.ts'
import { Emoji } from './emoji.tsx'
import { Icon } from './icons.tsx'
import { MenuButton } from './menu.tsx'
import { MessageBody } from './message-body.tsx'
import { authorOf, threadReplies } from './model.ts'
import { type Page, usePage } from './page-context.ts'

export interface MessageProps {
  readonly message: SlackMessage
  /** Follows a message of the same author: no name, no picture. */
  readonly isFollowUp: boolean
  /** Stands in the thread panel, so it shows no reply count. */
  readonly isInThread?: boolean
  readonly isFocusable: boolean
  readonly isHighlighted?: boolean
}

/** One message as Slack shows it. */
export function MessageRow(props: MessageProps) {
  const { message, isFollowUp } = props
  const { model } = usePage()
  const { name, isApp } = authorOf(model, message)
  const isEphemeral = message.ephemeral_to !== undefined
  // By state and not by :focus-within, which ends for a moment on the way from the message to its toolbar.
  const [inFocus, setInFocus] = useState(false)
  const classes = [
    'message',
    isFollowUp && 'follow-up',
    isEphemeral && 'ephemeral',
    props.isHighlighted && 'highlighted',
    inFocus && 'in-focus',
  ]
  return (
    <article
      className={classes.filter(Boolean).join(' ')}
      aria-label={`${name}, ${clock(message.ts)}`}
      tabIndex={props.isFocusable ? 0 : -1}
      data-ts={message.ts}
      onFocus={(event) => setInFocus(event.target.matches(':focus-visible'))}
      onBlur={({ currentTarget, relatedTarget }) => setInFocus(currentTarget.contains(relatedTarget))}
    >
      {isEphemeral && (
        <p className="only-you">
          <Icon name="eye" size={14} /> Only visible to you
        </p>
      )}
      <div className="message-gutter">
        {isFollowUp ? <Time message={message} /> : <Avatar name={name} isApp={isApp} />}
      </div>
      <div className="message-main">
        {!isFollowUp && (
          <p className="message-head">
            <strong className="author">{name}</strong>
            {isApp && <span className="app-badge">APP</span>}
            <Time message={message} />
          </p>
        )}
        <MessageBody message={message} />
        <Reactions message={message} />
        {!props.isInThread && <ReplyCount message={message} />}
        {!props.isInThread && <Status channel={message.channel} threadTs={message.ts} />}
      </div>
      {!isEphemeral && <Toolbar message={message} isInThread={props.isInThread === true} />}
    </article>
  )
}

export function permalink(message: SlackMessage): string {
  return `/archives/${message.channel}/p${message.ts.replace('.', '')}`
}

function Time({ message }: { message: SlackMessage }) {
  return (
    <a className="time" href={permalink(message)} title={fullTime(message.ts)} tabIndex={-1}>
      {clock(message.ts)}
    </a>
  )
}

function Reactions({ message }: { message: SlackMessage }) {
  const page = usePage()
  if (!message.reactions?.length) return null
  return (
    <div className="reactions">
      {message.reactions.map(({ name, users, count }) => {
        const names = users.map((id) => page.model.users.find((user) => user.id === id)?.realName ?? id)
        return (
          <button
            key={name}
            type="button"
            aria-pressed={users.includes(page.model.me)}
            aria-label={`${count} reacted with ${name}: ${names.join(', ')}`}
            title={`${names.join(', ')} reacted with :${name}:`}
            onClick={() => react(page, message, name)}
          >
            <Emoji name={name} /> {count}
          </button>
        )
      })}
    </div>
  )
}

function react(page: Page, message: SlackMessage, name: string): void {
  page.tell('react', { channel: message.channel, ts: message.ts, name }).catch((error) => page.announce(String(error)))
}

function ReplyCount({ message }: { message: SlackMessage }) {
  const { model, show } = usePage()
  const replies = threadReplies(model, message.channel, message.ts).filter((reply) => !reply.ephemeral_to)
  const latest = replies.at(-1)
  if (!latest) return null
  const authors = new Map(replies.map((reply) => [reply.user ?? reply.username, authorOf(model, reply)]))
  return (
    <button
      type="button"
      className="reply-count"
      onClick={() => show({ kind: 'thread', channel: message.channel, ts: message.ts })}
    >
      {[...authors.values()].slice(0, 4).map(({ name, isApp }) => (
        <Avatar key={name} name={name} isApp={isApp} size={22} />
      ))}
      <b>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</b>
      <span>Last reply {clock(latest.ts)}</span>
      <span className="view-thread">View thread</span>
    </button>
  )
}

/** "Firstlook is reading metrics…" while the app works on a thread. */
export function Status({ channel, threadTs }: { channel: string; threadTs: string }) {
  const { model } = usePage()
  const status = model.statuses.find((one) => one.channel === channel && one.thread_ts === threadTs)
  if (!status) return null
  return (
    <p className="status" role="status">
      <span className="dots" aria-hidden="true" />
      {model.app.name} {status.status}
    </p>
  )
}

const quickReactions = ['white_check_mark', 'eyes']

function Toolbar({ message, isInThread }: { message: SlackMessage; isInThread: boolean }) {
  const page = usePage()
  const { channel, ts } = message
  const items = [
    ...page.model.shortcuts.map((one) => ({ id: one.callbackId, label: one.name, detail: page.model.app.name })),
    { id: 'copy-link', label: 'Copy link' },
  ]
  const pick = (id: string) => {
    if (id === 'copy-link') {
      navigator.clipboard
        .writeText(new URL(permalink(message), location.href).href)
        .then(() => page.announce('Link copied'))
      return
    }
    page.tell('shortcut', { callbackId: id, channel, ts }).catch((error) => page.announce(String(error)))
  }
  return (
    <div className="toolbar" role="toolbar" aria-label="Message actions">
      {quickReactions.map((name) => (
        <button
          key={name}
          type="button"
          className="icon-button"
          aria-label={`React with ${name.replaceAll('_', ' ')}`}
          title={`:${name}:`}
          onClick={() => react(page, message, name)}
        >
          <Emoji name={name} />
        </button>
      ))}
      {!isInThread && (
        <button
          type="button"
          className="icon-button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => page.show({ kind: 'thread', channel, ts: message.thread_ts ?? ts })}
        >
          <Icon name="thread" />
        </button>
      )}
      <MenuButton label="More message actions" items={items} onPick={pick}>
        <Icon name="more" />
      </MenuButton>
    </div>
  )
}
