import { type ReactNode, useEffect, useRef } from 'react'

/** A native modal dialog: the focus stays inside, and goes back to where it was. */
export function Dialog(props: { label: string; className?: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const { onClose } = props
  useEffect(() => {
    const current = dialog.current
    const before = document.activeElement
    if (current && !current.open) current.showModal()
    // A dialog gives its first button the focus; a form says which of its fields is to have it.
    current?.querySelector<HTMLElement>('[data-focus-on-load] :is(input, textarea, select, button)')?.focus()
    return () => {
      current?.close()
      // By now the dialog has left the page, and the browser gives nothing back.
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  useEffect(() => {
    const current = dialog.current
    const onCancel = (event: Event) => {
      event.preventDefault()
      onClose()
    }
    current?.addEventListener('cancel', onCancel)
    return () => current?.removeEventListener('cancel', onCancel)
  }, [onClose])
  return (
    <dialog ref={dialog} aria-label={props.label} className={props.className ?? 'dialog'}>
      {props.children}
    </dialog>
  )
}
