import { useState } from 'react'
import type { Choices } from '../elements.ts'
import { Blocks } from './block-kit.tsx'
import { viewSurface } from './modal.tsx'
import { usePage } from './page-context.ts'
import { SurfaceContext } from './surface.ts'

/** The app's Home tab: what it has published for this person. */
export function HomeTab() {
  const page = usePage()
  const [choices, setChoices] = useState<Choices>({})
  const [trouble, setTrouble] = useState('')
  const view = page.model.home
  if (!view) {
    return (
      <div className="home-tab">
        <p className="empty" role="status">
          {page.model.app.name} has not published a Home tab yet.
        </p>
      </div>
    )
  }
  return (
    <div className="home-tab">
      <SurfaceContext value={viewSurface(page, view.id, choices, setChoices, {}, setTrouble)}>
        <Blocks blocks={view.blocks} />
      </SurfaceContext>
      {trouble && <p role="alert">{trouble}</p>}
    </div>
  )
}
