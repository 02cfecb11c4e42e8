import { useEffect, useState } from 'react'
import { Avatar } from './avatar.tsx'
import { Composer, type Draft } from './composer.tsx'
import { HomeTab } from './home-tab.tsx'
import { Icon } from './icons.tsx'
import { MessageList } from './message-list.tsx'
import { channelLabel, channelMessages } from './model.ts'
import { usePage } from './page-context.ts'

/** A channel or the direct message with the app: its head, its messages, and where one types. */
export function Conversation(props: {
  channel: string
  draft: Draft | undefined
  highlighted: string | undefined
  onMenu: () => void
}) {
  const { model, tell, show } = usePage()
  const channel = model.channels.find((one) => one.id === props.channel)
  const isDirect = channel?.directMessageWith !== undefined
  const [tab, setTab] = useState<'home' | 'messages'>('messages')
  const label = channelLabel(model, props.channel)
  useEffect(() => {
    if (!isDirect) return
    // The app may publish its Home tab only when it hears that somebody looks.
    tell('home', { tab }).catch(() => {})
  }, [isDirect, tab, tell])
  const messages = channelMessages(model, props.channel)
  const showsHome = isDirect && tab === 'home'
  return (
    <main className="conversation">
      <header className="pane-head">
        <button type="button" className="icon-button only-narrow" aria-label="Channels" onClick={props.onMenu}>
          <Icon name="menu" />
        </button>
        <h2>
          {isDirect ? <Avatar name={label} isApp size={24} /> : <Icon name="hash" size={18} />}
          {label}
        </h2>
        {channel?.topic && <p className="topic">{channel.topic}</p>}
        <button
          type="button"
          className="button button-plain open-incidents"
          onClick={() => show({ kind: 'incidents' })}
        >
          <Icon name="bolt" size={16} /> Set off an incident
        </button>
      </header>
      {isDirect && (
        <div className="tabs" role="tablist" aria-label={label}>
          {(['home', 'messages'] as const).map((name) => (
            <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => setTab(name)}>
              {name === 'home' ? 'Home' : 'Messages'}
            </button>
          ))}
        </div>
      )}
      {showsHome ? (
        <HomeTab />
      ) : (
        <>
          {messages.length === 0 && <Welcome place={isDirect ? `your direct messages with ${label}` : `#${label}`} />}
          <MessageList label={`Messages in ${label}`} messages={messages} highlighted={props.highlighted} />
          <Composer
            key={props.channel}
            channel={props.channel}
            label={isDirect ? `Message ${label}` : `Message #${label}`}
            draft={props.draft}
          />
        </>
      )}
    </main>
  )
}

function Welcome({ place }: { place: string }) {
  const { model, show, compose } = usePage()
  const [command] = model.commands
  return (
    <div className="welcome">
      <Avatar name={model.app.name} isApp size={56} />
      <h3>{model.app.name} takes the first look</h3>
      <p>
        This is {place}, in a sandbox. Break something, then ask what broke: the answer comes with its proof, the fix,
        and what could not be checked.
      </p>
      <p className="welcome-actions">
        <button type="button" className="button button-primary" onClick={() => show({ kind: 'incidents' })}>
          Set off an incident
        </button>
        {command && (
          <button type="button" className="button button-plain" onClick={() => compose(`${command.command} help`)}>
            See what {command.command} can do
          </button>
        )}
      </p>
    </div>
  )
}
