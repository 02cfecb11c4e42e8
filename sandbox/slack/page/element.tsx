import { useState } from 'react'
import type { Choice } from '../elements.ts'
import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts'
import { Dialog } from './dialog.tsx'
import { FormControl } from './form-control.tsx'
import { Icon } from './icons.tsx'
import { MenuButton } from './menu.tsx'
import { useSurface } from './surface.ts'
import { PlainText, wordsOf } from './text.tsx'

/** An interactive element outside an input block: using it tells the app at once. */
export function Element({ blockId, element }: { blockId: string; element: JsonObject }) {
  const surface = useSurface()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState<{ choice: Choice | undefined }>()
  const actionId = stringOf(element.action_id)
  const send = async (choice?: Choice) => {
    setAsking(undefined)
    setBusy(true)
    await surface.press(blockId, actionId, choice)
    setBusy(false)
  }
  const use = (choice?: Choice) => {
    if (isObject(element.confirm)) setAsking({ choice })
    else void send(choice)
  }
  return (
    <>
      <Usable blockId={blockId} element={element} busy={busy} onUse={use} />
      {asking && isObject(element.confirm) && (
        <Confirm confirm={element.confirm} onYes={() => send(asking.choice)} onNo={() => setAsking(undefined)} />
      )}
    </>
  )
}

interface UsableProps {
  readonly blockId: string
  readonly element: JsonObject
  readonly busy: boolean
  readonly onUse: (choice?: Choice) => void
}

function Usable({ blockId, element, busy, onUse }: UsableProps) {
  const surface = useSurface()
  const type = stringOf(element.type)
  if (type === 'button' || type === 'workflow_button')
    return <PressButton element={element} busy={busy} onUse={onUse} />
  if (type === 'overflow') return <Overflow element={element} busy={busy} onUse={onUse} />
  if (type === 'feedback_buttons') return <Feedback element={element} busy={busy} onUse={onUse} />
  if (type === 'icon_button') {
    const label = stringOf(element.accessibility_label) || wordsOf(element.text)
    return (
      <button type="button" className="icon-button" aria-label={label} aria-busy={busy} onClick={() => onUse()}>
        <Icon name="close" size={16} />
      </button>
    )
  }
  const actionId = stringOf(element.action_id)
  const change = (choice: Choice) => {
    surface.choose(blockId, actionId, choice)
    onUse(choice)
  }
  const label = wordsOf(element.placeholder) || 'Choose an option'
  return <FormControl blockId={blockId} element={element} label={label} onChange={change} />
}

function PressButton({ element, busy, onUse }: Omit<UsableProps, 'blockId'>) {
  const label = wordsOf(element.text)
  const style = stringOf(element.style) || 'plain'
  const address = stringOf(element.url)
  const aria = { 'aria-label': stringOf(element.accessibility_label) || undefined }
  const shared = {
    ...aria,
    className: `button button-${style}`,
    id: undefined,
    'data-action-id': stringOf(element.action_id),
  }
  if (/^https?:/i.test(address)) {
    return (
      <a {...shared} href={address} target="_blank" rel="noopener noreferrer" onClick={() => onUse()}>
        <PlainText text={label} />
      </a>
    )
  }
  return (
    <button {...shared} type="button" aria-busy={busy} disabled={busy} onClick={() => onUse()}>
      <span>
        <PlainText text={label} />
      </span>
    </button>
  )
}

function Overflow({ element, busy, onUse }: Omit<UsableProps, 'blockId'>) {
  const options = objectsOf(element.options)
  const items = options.map((option) => ({
    id: stringOf(option.value),
    label: wordsOf(option.text),
    ...(option.description ? { detail: wordsOf(option.description) } : {}),
  }))
  const pick = (id: string) => {
    const address = stringOf(options.find((option) => option.value === id)?.url)
    if (/^https?:/i.test(address)) window.open(address, '_blank', 'noopener,noreferrer')
    onUse(id)
  }
  return (
    <MenuButton
      label="More actions"
      items={items}
      onPick={pick}
      busy={busy}
      className="button button-plain button-more"
    >
      <Icon name="more" />
    </MenuButton>
  )
}

function Feedback({ element, busy, onUse }: Omit<UsableProps, 'blockId'>) {
  const [given, setGiven] = useState('')
  const both = [element.positive_button, element.negative_button].filter(isObject)
  return (
    <span className="feedback">
      {both.map((button) => {
        const value = stringOf(button.value)
        return (
          <button
            key={value}
            type="button"
            className="button button-quiet"
            aria-label={stringOf(button.accessibility_label) || undefined}
            aria-pressed={given === value}
            disabled={busy}
            onClick={() => {
              setGiven(value)
              onUse(value)
            }}
          >
            <PlainText text={button.text} />
          </button>
        )
      })}
    </span>
  )
}

function Confirm({ confirm, onYes, onNo }: { confirm: JsonObject; onYes: () => void; onNo: () => void }) {
  const title = wordsOf(confirm.title) || 'Are you sure?'
  const yes = stringOf(confirm.style) === 'danger' ? 'button-danger-solid' : 'button-primary'
  return (
    <Dialog label={title} className="dialog dialog-small" onClose={onNo}>
      <h2>{title}</h2>
      <p>
        <PlainText text={confirm.text} />
      </p>
      <footer>
        <button type="button" className="button button-plain" onClick={onNo}>
          {wordsOf(confirm.deny) || 'Cancel'}
        </button>
        <button type="button" className={`button ${yes}`} onClick={onYes}>
          {wordsOf(confirm.confirm) || 'Yes'}
        </button>
      </footer>
    </Dialog>
  )
}
