import type { SlackChannel } from '../workspace.ts'
import { Avatar } from './avatar.tsx'
import { Icon } from './icons.tsx'
import { channelLabel } from './model.ts'
import { usePage } from './page-context.ts'

/** Channels, the app, canvases, and who one is. */
export function Sidebar(props: {
  current: string
  unread: ReadonlyMap<string, number>
  onPerson: (id: string) => void
}) {
  const { model, show } = usePage()
  const people = model.users.filter((user) => !user.isBot && !user.deleted)
  const me = model.users.find((user) => user.id === model.me)
  const channels = model.channels.filter((channel) => !channel.directMessageWith && !channel.isArchived)
  const direct = model.channels.filter((channel) => channel.directMessageWith === model.me)
  return (
    <nav className="sidebar" aria-label="Workspace">
      <h1>{model.app.teamName}</h1>
      <Section title="Channels">
        {channels.map((channel) => (
          <ChannelLink key={channel.id} channel={channel} {...props} />
        ))}
      </Section>
      <Section title="Apps">
        {direct.map((channel) => (
          <ChannelLink key={channel.id} channel={channel} {...props} />
        ))}
      </Section>
      {model.canvases.length > 0 && (
        <Section title="Canvases">
          {model.canvases.map((canvas) => (
            <li key={canvas.id}>
              <button type="button" onClick={() => show({ kind: 'canvas', id: canvas.id })}>
                <Icon name="file" size={16} /> {canvas.title}
              </button>
            </li>
          ))}
        </Section>
      )}
      <label className="person">
        <Avatar name={me?.realName ?? ''} size={32} />
        <span>
          <small>You are</small>
          <select value={model.me} onChange={(event) => props.onPerson(event.target.value)}>
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {person.realName}
                {person.isRestricted ? ' (guest)' : ''}
              </option>
            ))}
          </select>
        </span>
      </label>
    </nav>
  )
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  )
}

function ChannelLink(props: { channel: SlackChannel; current: string; unread: ReadonlyMap<string, number> }) {
  const { channel } = props
  const { model, openChannel } = usePage()
  const count = props.unread.get(channel.id) ?? 0
  const label = channelLabel(model, channel.id)
  return (
    <li>
      <button
        type="button"
        className={count > 0 ? 'unread' : undefined}
        aria-current={props.current === channel.id ? 'page' : undefined}
        aria-label={count > 0 ? `${label}, ${count} unread` : label}
        onClick={() => openChannel(channel.id)}
      >
        {channel.directMessageWith ? <Avatar name={label} isApp size={18} /> : <Icon name="hash" size={16} />}
        <span>{label}</span>
        {count > 0 && <b className="badge">{count}</b>}
      </button>
    </li>
  )
}
