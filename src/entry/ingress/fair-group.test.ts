import { expect, it } from 'vitest'
import { fairGroup } from './fair-group.ts'

const form = 'application/x-www-form-urlencoded'
const payload = (body: object) => new URLSearchParams({ payload: JSON.stringify(body) }).toString()

it.each([
  ['a command', form, 'command=%2Faws&team_id=T1&channel_id=C1', 'C1'],
  ['a click', form, payload({ type: 'block_actions', channel: { id: 'C2' }, team: { id: 'T1' } }), 'C2'],
  ['a view without a channel', form, payload({ type: 'view_submission', team: { id: 'T1' } }), 'T1'],
  ['an event', 'application/json', JSON.stringify({ team_id: 'T1', event: { channel: 'C3' } }), 'C3'],
  ['what names neither', 'application/json', '{"event":null}', 'slack'],
  ['what cannot be read', form, 'payload={', 'slack'],
  ['a channel no queue would take', form, `channel_id=${'C'.repeat(200)}`, 'slack'],
])('%s waits among its own', (_, contentType, raw, group) => {
  expect(fairGroup(contentType, raw)).toBe(group)
})
