import { type ReactNode, useEffect, useRef } from 'react'

/** A native modal dialog: the browser keeps the focus inside and gives it back. */
export function Dialog(props: { label: string; className?: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const { onClose } = props
  useEffect(() => {
    const current = dialog.current
    if (current && !current.open) current.showModal()
    return () => current?.close()
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
