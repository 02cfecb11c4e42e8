import { Composer } from './composer.tsx'
import { Status } from './message.tsx'
import { MessageList } from './message-list.tsx'
import { channelLabel, threadReplies } from './model.ts'
import { usePage } from './page-context.ts'
import { SidePanel } from './side-panel.tsx'

/** A message and its replies. */
export function ThreadPanel({
  channel,
  ts,
  highlighted,
}: {
  channel: string
  ts: string
  highlighted?: string | undefined
}) {
  const { model } = usePage()
  const root = model.messages.find((message) => message.channel === channel && message.ts === ts)
  const replies = threadReplies(model, channel, ts)
  const messages = [...(root ? [root] : []), ...replies]
  return (
    <SidePanel title="Thread" subtitle={`#${channelLabel(model, channel)}`}>
      <MessageList label="Thread" messages={messages} isInThread highlighted={highlighted} />
      <Status channel={channel} threadTs={ts} />
      {root ? (
        <Composer key={ts} channel={channel} threadTs={ts} label="Reply…" />
      ) : (
        <p className="empty">This message was deleted.</p>
      )}
    </SidePanel>
  )
}
