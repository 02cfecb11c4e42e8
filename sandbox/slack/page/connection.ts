import { useEffect, useState } from 'react'
import type { Change } from '../workspace.ts'
import { applyChange, type Model } from './model.ts'

/** The workspace as it is now, and whether the page still hears of changes. */
export function useWorkspace(user: string | null): { model: Model | undefined; connected: boolean } {
  const [model, setModel] = useState<Model>()
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    const source = new EventSource(`/ui/changes${userQuery(user)}`)
    source.addEventListener('snapshot', (event) => {
      setConnected(true)
      setModel(JSON.parse(event.data) as Model)
    })
    source.addEventListener('change', (event) => {
      const change = JSON.parse(event.data) as Change
      setModel((current) => (current ? applyChange(current, change) : current))
    })
    source.addEventListener('error', () => setConnected(false))
    return () => source.close()
  }, [user])
  return { model, connected }
}

/** Tells the server what the person did; rejects with the server's words when it could not be done. */
export async function tell<T = Record<string, unknown>>(user: string, action: string, body: object): Promise<T> {
  const response = await fetch(`/ui/${action}${userQuery(user)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as T & { message?: string; error?: string }
  if (!response.ok) throw new Error(answer.message ?? answer.error ?? `status ${response.status}`)
  return answer
}

function userQuery(user: string | null): string {
  return user ? `?user=${encodeURIComponent(user)}` : ''
}
