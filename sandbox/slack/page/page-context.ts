import { createContext, useContext } from 'react'
import type { Model } from './model.ts'

/** What stands on the right of the conversation. */
export type Panel =
  | { readonly kind: 'thread'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'incidents' }
  | { readonly kind: 'canvas'; readonly id: string }

export interface Page {
  readonly model: Model
  readonly theme: 'light' | 'dark'
  readonly tell: <T = Record<string, unknown>>(action: string, body: object) => Promise<T>
  readonly show: (panel: Panel | null) => void
  readonly openChannel: (id: string) => void
  /** Puts a line in the channel's composer and the cursor behind it. */
  readonly compose: (text: string) => void
  /** Reads a line to people who cannot see the page, and shows it where something failed. */
  readonly announce: (line: string) => void
}

export const PageContext = createContext<Page | null>(null)

export function usePage(): Page {
  const page = useContext(PageContext)
  if (!page) throw new Error('usePage needs a PageContext')
  return page
}
