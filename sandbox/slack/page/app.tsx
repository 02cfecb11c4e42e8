import { useCallback, useEffect, useRef, useState } from 'react'
import { CanvasPanel } from './canvas-panel.tsx'
import type { Draft } from './composer.tsx'
import { tell, useWorkspace } from './connection.ts'
import { Conversation } from './conversation.tsx'
import { IncidentsPanel, type Progress } from './incidents-panel.tsx'
import { Modal } from './modal.tsx'
import { channelMessages, type Model } from './model.ts'
import { type Page, PageContext, type Panel } from './page-context.ts'
import { Sidebar } from './sidebar.tsx'
import { useTheme } from './theme.ts'
import { ThreadPanel } from './thread-panel.tsx'
import { TopBar } from './top-bar.tsx'

const announcementMs = 6000

/** The whole page: waits for the workspace, then shows it. */
export function App() {
  const [person, setPerson] = useState(() => new URLSearchParams(location.search).get('user'))
  const { model, connected } = useWorkspace(person)
  if (!model) {
    return (
      <p className="starting" role="status">
        {connected ? 'Opening the workspace…' : 'The sandbox does not answer. Is it still running?'}
      </p>
    )
  }
  return <WorkspacePage key={model.me} model={model} connected={connected} onPerson={setPerson} />
}

function WorkspacePage({
  model,
  connected,
  onPerson,
}: {
  model: Model
  connected: boolean
  onPerson: (id: string) => void
}) {
  const { theme, toggle } = useTheme()
  const [start] = useState(() => placeFrom(location, model))
  const [channel, setChannel] = useState(start.channel)
  const [panel, setPanel] = useState<Panel | null>(start.panel)
  const [draft, setDraft] = useState<Draft>()
  const [sidebarOpen, setSidebarOpen] = useState(false)
  const [announcement, setAnnouncement] = useState('')
  const [progress, setProgress] = useState<Progress | null>(null)
  const unread = useUnread(model, channel)

  const openChannel = useCallback((id: string) => {
    setChannel(id)
    setSidebarOpen(false)
    setPanel((current) => (current?.kind === 'incidents' ? current : null))
  }, [])
  const compose = useCallback((text: string) => {
    setDraft((current) => ({ text, count: (current?.count ?? 0) + 1 }))
    // On a phone the panel covers the composer.
    if (matchMedia('(max-width: 900px)').matches) setPanel(null)
  }, [])
  const tellAsMe = useCallback<Page['tell']>((action, body) => tell(model.me, action, body), [model.me])
  useEffect(() => {
    if (announcement === '') return
    const timer = setTimeout(() => setAnnouncement(''), announcementMs)
    return () => clearTimeout(timer)
  }, [announcement])

  const page: Page = { model, theme, tell: tellAsMe, show: setPanel, openChannel, compose, announce: setAnnouncement }
  const modal = model.modals.at(-1)
  return (
    <PageContext value={page}>
      <TopBar notice={model.notice} theme={theme} onTheme={toggle} />
      {!connected && (
        <p className="offline" role="alert">
          Connection lost. Trying again…
        </p>
      )}
      <div className={`workspace${panel ? ' with-panel' : ''}${sidebarOpen ? ' with-sidebar' : ''}`}>
        <Sidebar current={channel} unread={unread} onPerson={onPerson} />
        <Conversation
          key={channel}
          channel={channel}
          draft={draft}
          highlighted={start.highlighted}
          onMenu={() => setSidebarOpen(!sidebarOpen)}
        />
        {panel?.kind === 'thread' && <ThreadPanel {...panel} key={panel.ts} highlighted={start.highlighted} />}
        {panel?.kind === 'canvas' && <CanvasPanel id={panel.id} />}
        {panel?.kind === 'incidents' && <IncidentsPanel progress={progress} onProgress={setProgress} />}
      </div>
      {modal && <Modal key={modal.id} view={modal} />}
      <p className="announcement" role="status" data-shown={announcement !== ''}>
        {announcement}
      </p>
    </PageContext>
  )
}

/** Where an address leads: a permalink to a message, a canvas, or the first channel with the incidents beside it. */
function placeFrom(address: Location, model: Model): { channel: string; panel: Panel | null; highlighted?: string } {
  const first = model.channels[0]?.id ?? ''
  const [, kind, id = '', last = ''] = address.pathname.split('/')
  if (kind === 'docs') return { channel: first, panel: { kind: 'canvas', id: last } }
  const digits = /^p(\d+)(\d{6})$/.exec(last)
  if (kind === 'archives' && digits && model.channels.some((channel) => channel.id === id)) {
    const highlighted = `${digits[1]}.${digits[2]}`
    const threadTs = new URLSearchParams(address.search).get('thread_ts')
    return { channel: id, panel: threadTs ? { kind: 'thread', channel: id, ts: threadTs } : null, highlighted }
  }
  const isWide = matchMedia('(min-width: 900px)').matches
  return { channel: first, panel: isWide && model.scenarios.length > 0 ? { kind: 'incidents' } : null }
}

/** How many messages came to each channel since it was last on show. */
function useUnread(model: Model, current: string): ReadonlyMap<string, number> {
  const seen = useRef(new Map<string, number>())
  const counts = new Map<string, number>()
  for (const { id } of model.channels) {
    const total = channelMessages(model, id).length
    if (id === current || !seen.current.has(id)) seen.current.set(id, total)
    const fresh = total - (seen.current.get(id) ?? 0)
    if (fresh > 0) counts.set(id, fresh)
  }
  return counts
}
