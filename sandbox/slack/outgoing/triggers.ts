import { refuse } from '../web-api/refusal.ts'
import type { Workspace } from '../workspace.ts'

const lifetimeMs = 3000

export interface Triggers {
  /** A trigger id for what this person just did; good for three seconds and one view. */
  readonly issue: (user: string) => string
  /** The person behind the id; refuses with `invalid_`, `exchanged_` or `expired_trigger_id`. */
  readonly exchange: (triggerId: string) => string
}

export function createTriggers(workspace: Workspace): Triggers {
  const issued = new Map<string, { readonly user: string; readonly at: number; exchanged: boolean }>()
  return {
    issue(user) {
      const id = `${Math.floor(workspace.now())}.${workspace.nextId('t')}.${workspace.app.teamId}`
      issued.set(id, { user, at: workspace.now(), exchanged: false })
      return id
    },
    exchange(triggerId) {
      const trigger = issued.get(triggerId) ?? refuse('invalid_trigger_id')
      if (workspace.now() - trigger.at > lifetimeMs) refuse('expired_trigger_id')
      if (trigger.exchanged) refuse('exchanged_trigger_id')
      trigger.exchanged = true
      return trigger.user
    },
  }
}
