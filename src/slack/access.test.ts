import { expect, it } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { accessOf } from './access.ts'

const question = {
  symptom: '502',
  name: 'orders-api',
  window: { from: 1, to: 2 },
  command: 'why-502 orders-api',
} as const
const accounts = {
  prod: { id: '123456789012', regions: ['eu-west-1'] },
  lab: { id: '210987654321', regions: ['eu-west-1'] },
}
const config = loadConfig({ accounts, channels: { C0ORDERS: { accounts: ['prod'] } } })

it('allows everything everywhere until channels are configured', () => {
  expect(accessOf({ ...question, account: 'lab' }, 'C0ANY', loadConfig({ accounts }))).toEqual({
    question: { ...question, account: 'lab' },
  })
})
it('takes the channel’s first account where none is named', () => {
  expect(accessOf(question, 'C0ORDERS', config)).toEqual({ question: { ...question, account: 'prod' } })
})
it.each(['prod', '123456789012'])('allows %s, by name and by id', (account) => {
  expect(accessOf({ ...question, account }, 'C0ORDERS', config)).toEqual({ question: { ...question, account } })
})
it.each([
  ['lab', 'C0ORDERS', 'may not ask about `lab`'],
  ['210987654321', 'C0ORDERS', 'may not ask about `210987654321`'],
  ['999999999999', 'C0ORDERS', 'It may ask about `prod`'],
  ['prod', 'C0ELSE', 'may not ask about any account'],
])('refuses %s in %s', (account, channel, words) => {
  expect(accessOf({ ...question, account }, channel, config).refusal).toContain(words)
})
