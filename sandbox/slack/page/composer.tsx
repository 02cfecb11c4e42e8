import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { Icon } from './icons.tsx'
import { usePage } from './page-context.ts'
import { isSendable, type Suggestion, suggestionsFor } from './suggestions.ts'

/** A line put in from elsewhere; a new `count` puts it in again. */
export interface Draft {
  readonly text: string
  readonly count: number
}

/** Where one types: commands and names are completed, Enter sends, Shift+Enter breaks the line. */
export function Composer(props: { channel: string; threadTs?: string; label: string; draft?: Draft | undefined }) {
  const { channel, threadTs, label, draft } = props
  const page = usePage()
  const [text, setText] = useState('')
  const [cursor, setCursor] = useState(0)
  const [touched, setTouched] = useState<number | null>(null)
  const [dismissed, setDismissed] = useState('')
  const [sending, setSending] = useState('')
  const area = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const suggestions = dismissed === text ? [] : suggestionsFor(page.model, text, cursor)
  const isOpen = suggestions.length > 0
  const active = touched ?? (isSendable(page.model, text) ? -1 : 0)

  const write = (next: string) => {
    setText(next)
    setCursor(next.length)
    setTouched(null)
    area.current?.focus()
  }
  useLayoutEffect(() => {
    if (!draft?.text) return
    setText(draft.text)
    setCursor(draft.text.length)
    setDismissed(draft.text)
    area.current?.focus()
  }, [draft])
  useLayoutEffect(() => {
    const current = area.current
    if (!current) return
    current.style.height = 'auto'
    current.style.height = `${Math.min(current.scrollHeight, 220)}px`
    if (document.activeElement === current && text.length === cursor) current.setSelectionRange(cursor, cursor)
  }, [text, cursor])

  const send = async (): Promise<void> => {
    const line = text.trim()
    if (line === '') return
    write('')
    if (line.startsWith('/')) setSending(line)
    try {
      await page.tell('say', { channel, text: line, ...(threadTs && { threadTs }) })
    } catch (error) {
      page.announce(`Not sent: ${error instanceof Error ? error.message : error}`)
      write(line)
    } finally {
      setSending('')
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const chosen = suggestions[active]
    if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      const next = event.key === 'ArrowDown' ? active + 1 : Math.max(active, 0) - 1
      setTouched((next + suggestions.length) % suggestions.length)
    } else if (isOpen && event.key === 'Escape') {
      event.stopPropagation()
      setDismissed(text)
    } else if (isOpen && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault()
      write((chosen ?? suggestions[0])?.text ?? text)
    } else if (chosen && event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      write(chosen.text)
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void send()
    }
  }
  return (
    <div className="composer">
      {isOpen && <Suggestions id={id} items={suggestions} active={active} onTake={(one) => write(one.text)} />}
      <div className="composer-box">
        <textarea
          ref={area}
          rows={1}
          value={text}
          placeholder={label}
          aria-label={label}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && active >= 0 ? `${id}-${active}` : undefined}
          onChange={(event) => {
            setText(event.target.value)
            setCursor(event.target.selectionStart)
            setTouched(null)
          }}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="send" aria-label="Send" disabled={text.trim() === ''} onClick={send}>
          <Icon name="send" size={18} />
        </button>
      </div>
      <p className="composer-hint" role="status">
        {sending ? (
          <>
            <span className="dots" aria-hidden="true" /> Sending <code>{sending.split(/\s/)[0]}</code> to{' '}
            {page.model.app.name}
          </>
        ) : (
          <span className="keys">
            <kbd>/</kbd> commands <kbd>@</kbd> people <kbd>Enter</kbd> sends
          </span>
        )}
      </p>
    </div>
  )
}

function Suggestions(props: {
  id: string
  items: readonly Suggestion[]
  active: number
  onTake: (item: Suggestion) => void
}) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`#${CSS.escape(`${props.id}-${props.active}`)}`)?.scrollIntoView({ block: 'nearest' })
  }, [props.id, props.active])
  return (
    <div ref={list} className="suggestions" role="listbox" id={props.id} aria-label="Suggestions">
      {props.items.map((item, index) => (
        <button
          key={item.label}
          type="button"
          role="option"
          tabIndex={-1}
          id={`${props.id}-${index}`}
          aria-selected={index === props.active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => props.onTake(item)}
        >
          <span>{item.label}</span>
          <small>{item.detail}</small>
        </button>
      ))}
    </div>
  )
}
