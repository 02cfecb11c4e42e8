import { expect, it } from 'vitest'
import { defaultChannels, defaultUsers } from '../seed.ts'
import { createWorkspace } from '../workspace.ts'
import type { Model } from './model.ts'
import { isSendable, suggestionsFor } from './suggestions.ts'

const { app, users } = createWorkspace({
  appName: 'Firstlook',
  teamName: 'Northwind',
  users: defaultUsers,
  channels: defaultChannels,
  usergroups: [],
  now: () => 0,
})
const verbs = ['why-502', 'why-504', 'help'].map((verb) => ({ verb, description: verb }))
const model: Model = {
  app,
  me: 'U0ADA00000',
  notice: '',
  users: [...users.values()],
  channels: defaultChannels,
  usergroups: [],
  messages: [],
  modals: [],
  home: null,
  statuses: [],
  canvases: [],
  commands: [{ command: '/aws', description: 'Ask', verbs }],
  shortcuts: [],
  scenarios: [],
  palette: { movedOnMs: 0, groups: [] },
}
const texts = (text: string, cursor = text.length) => suggestionsFor(model, text, cursor).map((one) => one.text)

it.each([
  ['/', ['/aws ']],
  ['/aws', ['/aws why-502 ', '/aws why-504 ', '/aws help ']],
  ['/aws ', ['/aws why-502 ', '/aws why-504 ', '/aws help ']],
  ['/aws 504', ['/aws why-504 ']],
  ['/aws help', []],
  ['/aws why-502 orders', []],
  ['/other ', []],
  ['ask @fir', ['ask @firstlook ']],
  ['see #ord', ['see #orders-oncall ']],
  ['mail a@b', []],
])('%j offers %j', (text, expected) => {
  expect(texts(text)).toEqual(expected)
})

it('keeps what stands behind the cursor', () => {
  expect(texts('ask @pri about it', 8)).toEqual(['ask @priya  about it'])
})

it('lets a whole command be sent', () => {
  expect(['/aws', '/aws ', '/aw', 'hello'].map((text) => isSendable(model, text))).toEqual([true, true, false, false])
})
