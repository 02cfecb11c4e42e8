import { createContext, useContext } from 'react'
import type { Choice, Choices } from '../elements.ts'
import type { JsonObject } from '../json.ts'

/** Where blocks stand and what is chosen in them. */
export interface Surface {
  readonly choices: Choices
  readonly errors: Readonly<Record<string, string>>
  readonly choose: (blockId: string, actionId: string, choice: Choice) => void
  /** Tells the app; resolves when it has answered. */
  readonly press: (blockId: string, actionId: string, choice?: Choice) => Promise<void>
  /** Options of an external select for what is typed. */
  readonly suggest: (blockId: string, actionId: string, typed: string) => Promise<JsonObject[]>
}

export const SurfaceContext = createContext<Surface | null>(null)

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext)
  if (!surface) throw new Error('useSurface needs a SurfaceContext')
  return surface
}
