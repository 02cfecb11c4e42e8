import type { ReactNode } from 'react'
import { Icon } from './icons.tsx'
import { usePage } from './page-context.ts'

/** The column on the right, with a title and a way to close it. */
export function SidePanel({ title, subtitle, children }: { title: string; subtitle?: string; children: ReactNode }) {
  const { show } = usePage()
  return (
    <aside
      className="side-panel"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape') show(null)
      }}
    >
      <header className="pane-head">
        <h2>
          {title} {subtitle && <small>{subtitle}</small>}
        </h2>
        <button type="button" className="icon-button" aria-label={`Close ${title}`} onClick={() => show(null)}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </aside>
  )
}
