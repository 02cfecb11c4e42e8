import { Fragment, type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import type { SlackMessage } from '../workspace.ts'
import { dayLabel } from './dates.ts'
import { MessageRow } from './message.tsx'
import { nowOf } from './model.ts'
import { usePage } from './page-context.ts'

const followUpSeconds = 300
/** How near the end counts as reading the newest. */
const nearEndPixels = 120

/** Messages with lines between days. Stays at the newest unless the reader has scrolled away; arrows move between messages. */
export function MessageList(props: {
  label: string
  messages: readonly SlackMessage[]
  isInThread?: boolean
  highlighted?: string | undefined
}) {
  const { messages, highlighted } = props
  const list = useRef<HTMLDivElement>(null)
  // A thread is an answer, read from its beginning; a channel is read from its end.
  const atEnd = useRef(!props.isInThread)
  const { model } = usePage()
  const now = nowOf(model)
  const mine = messages.filter((message) => message.user === model.me).length
  const mineBefore = useRef(mine)
  useLayoutEffect(() => {
    const current = list.current
    if (!current) return
    if (mine > mineBefore.current) atEnd.current = true
    mineBefore.current = mine
    const follow = () => {
      if (atEnd.current) current.scrollTop = current.scrollHeight
    }
    // Blocks draw themselves after the message is in place, so the height is watched and not computed.
    const observer = new ResizeObserver(follow)
    for (const child of current.children) observer.observe(child)
    observer.observe(current)
    follow()
    return () => observer.disconnect()
  })
  useEffect(() => {
    if (!highlighted) return
    atEnd.current = false
    list.current?.querySelector(`[data-ts="${highlighted}"]`)?.scrollIntoView({ block: 'center' })
  }, [highlighted])
  return (
    <div
      ref={list}
      className="message-list"
      role="log"
      aria-label={props.label}
      onKeyDown={moveBetweenMessages}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight > scrollHeight - nearEndPixels
      }}
    >
      {messages.map((message, index) => {
        const before = messages[index - 1]
        const day = dayLabel(message.ts, now)
        const isNewDay = !props.isInThread && (!before || dayLabel(before.ts, now) !== day)
        return (
          <Fragment key={message.ts}>
            {isNewDay && (
              <p className="day">
                <span>{day}</span>
              </p>
            )}
            <MessageRow
              message={message}
              isFollowUp={!isNewDay && before !== undefined && follows(before, message)}
              isInThread={props.isInThread ?? false}
              isFocusable={index === messages.length - 1}
              isHighlighted={message.ts === highlighted}
            />
            {props.isInThread && index === 0 && messages.length > 1 && (
              <p className="thread-count">
                <span>{messages.length === 2 ? '1 reply' : `${messages.length - 1} replies`}</span>
              </p>
            )}
          </Fragment>
        )
      })}
    </div>
  )
}

function follows(before: SlackMessage, message: SlackMessage): boolean {
  const sameAuthor = before.user === message.user && before.username === message.username
  const sameAudience = before.ephemeral_to === message.ephemeral_to
  return sameAuthor && sameAudience && Number(message.ts) - Number(before.ts) < followUpSeconds
}

function moveBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  const focused = document.activeElement
  if (!focused?.matches('article.message')) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('article.message')]
  const at = all.indexOf(focused as HTMLElement)
  const next: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }
  const wanted = next[event.key]
  if (wanted === undefined) return
  event.preventDefault()
  all[wanted]?.focus()
}
