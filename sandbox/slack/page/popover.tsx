import { type CSSProperties, type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

const gap = 4
const margin = 8

/** A box beside its anchor, above everything, that never leaves the window. Closes on Escape, scrolling and clicks outside. */
export function Popover(props: { anchor: RefObject<HTMLElement | null>; onClose: () => void; children: ReactNode }) {
  const { anchor, onClose, children } = props
  const box = useRef<HTMLDivElement>(null)
  const [style, setStyle] = useState<CSSProperties>({ opacity: 0 })
  useLayoutEffect(() => {
    const at = anchor.current?.getBoundingClientRect()
    const size = box.current?.getBoundingClientRect()
    if (!at || !size) return
    const below = innerHeight - at.bottom - gap - margin
    const above = at.top - gap - margin
    const isBelow = below >= Math.min(size.height, 240) || below >= above
    const left = Math.max(margin, Math.min(at.left, innerWidth - size.width - margin))
    const height = Math.min(size.height, isBelow ? below : above)
    setStyle({
      left,
      top: isBelow ? at.bottom + gap : at.top - gap - height,
      maxHeight: isBelow ? below : above,
      minWidth: Math.min(at.width, 320),
    })
  }, [anchor])
  useEffect(() => {
    const isInside = (event: Event) => event.target instanceof Node && box.current?.contains(event.target)
    const onPointer = (event: Event) => {
      if (!isInside(event) && !(event.target instanceof Node && anchor.current?.contains(event.target))) onClose()
    }
    const onScroll = (event: Event) => {
      if (!isInside(event)) onClose()
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      // Escape would close the modal the popover stands in as well.
      event.preventDefault()
      event.stopPropagation()
      onClose()
      anchor.current?.focus()
    }
    document.addEventListener('pointerdown', onPointer, true)
    document.addEventListener('scroll', onScroll, true)
    document.addEventListener('keydown', onKey, true)
    return () => {
      document.removeEventListener('pointerdown', onPointer, true)
      document.removeEventListener('scroll', onScroll, true)
      document.removeEventListener('keydown', onKey, true)
    }
  }, [anchor, onClose])
  return (
    <div ref={box} className="popover" style={style}>
      {children}
    </div>
  )
}
