import type { App } from '@slack/bolt'
import { mayAct } from '../access.ts'
import type { Parts } from '../parts.ts'

/** App Home, shown whenever somebody opens it. */
export function listenToHome(app: App, parts: Parts): void {
  app.event('app_home_opened', async ({ event, client }) => {
    const { user, tab } = event
    if (tab !== 'home') return
    const { refusal } = await mayAct({}, { client, user, channel: '' }, parts)
    const words =
      refusal ??
      (parts.onCall === undefined ? 'Incidents are kept nowhere here: there is no table for them.' : undefined)
    if (words === undefined) return await parts.onCall?.refreshHome(client, user)
    const text = { type: 'mrkdwn' as const, text: words }
    await client.views.publish({ user_id: user, view: { type: 'home', blocks: [{ type: 'section', text }] } })
  })
}
