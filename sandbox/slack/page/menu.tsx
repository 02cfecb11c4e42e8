import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { Popover } from './popover.tsx'

export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly detail?: string
}

/** A button that opens a list of things to do: a message's … menu, an overflow element. */
export function MenuButton(props: {
  label: string
  items: readonly MenuItem[]
  onPick: (id: string) => void
  className?: string
  busy?: boolean
  children: ReactNode
}) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = useCallback(() => setOpen(false), [])
  const pick = (id: string) => {
    close()
    button.current?.focus()
    props.onPick(id)
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={props.className ?? 'icon-button'}
        aria-label={props.label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-busy={props.busy}
        title={props.label}
        onClick={() => setOpen(!open)}
      >
        {props.children}
      </button>
      {open && (
        <Popover anchor={button} onClose={close}>
          <Menu label={props.label} items={props.items} onPick={pick} />
        </Popover>
      )}
    </>
  )
}

function Menu({ label, items, onPick }: { label: string; items: readonly MenuItem[]; onPick: (id: string) => void }) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true })
  }, [])
  return (
    <div ref={list} role="menu" aria-label={label} className="menu" onKeyDown={(event) => moveFocus(event)}>
      {items.map((item) => (
        <button key={item.id} type="button" role="menuitem" tabIndex={-1} onClick={() => onPick(item.id)}>
          <span>{item.label}</span>
          {item.detail && <small>{item.detail}</small>}
        </button>
      ))}
    </div>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
  const at = items.indexOf(document.activeElement as HTMLElement)
  const next: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }
  const wanted = next[event.key]
  if (wanted === undefined) return
  event.preventDefault()
  items[(wanted + items.length) % items.length]?.focus()
}
