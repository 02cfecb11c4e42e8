import { type ReactNode, useEffect, useRef } from 'react'

/** A native modal dialog: the focus stays inside, and goes back to where it was. */
export function Dialog(props: { label: string; className?: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const { onClose } = props
  useEffect(() => {
    const current = dialog.current
    const before = document.activeElement
    if (current && !current.open) current.showModal()
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
