import { expect, it } from 'vitest'
import { type ConfigInput, loadConfig } from './config.ts'

const prod = { id: '123456789012', regions: ['eu-west-1'] }

it('lets every member ask everything until somebody is named', () => {
  expect(loadConfig({}).access).toEqual({ costly: { verbs: ['why-cost'] }, settings: {} })
})

it('takes people by user and by group, for all, a channel, an account and what costs money', () => {
  const people = { users: ['U0ADA'], groups: ['S0ONCALL'] }
  const config = loadConfig({
    accounts: { prod: { ...prod, people, private: true } },
    channels: { C0ORDERS: { accounts: ['prod'], people: { users: ['U0ADA'] } } },
    access: { people, costly: { verbs: ['why-cost', 'logs'], people: { groups: ['S0ONCALL'] } } },
  })
  expect(config.accounts.prod).toMatchObject({ people, private: true })
  expect(config.channels.C0ORDERS?.people).toEqual({ users: ['U0ADA'], groups: [] })
  expect(config.access.costly.people).toEqual({ users: [], groups: ['S0ONCALL'] })
})

it.each<[string, ConfigInput, string]>([
  ['a handle', { access: { people: { users: ['@ada'] } } }, 'access.people.users.0: a user’s id'],
  ['a group’s name', { access: { people: { groups: ['oncall'] } } }, 'access.people.groups.0: a user group’s id'],
  ['nobody', { accounts: { prod: { ...prod, people: {} } } }, 'accounts.prod.people: name at least one user'],
  ['a verb with spaces', { access: { costly: { verbs: ['why cost'] } } }, 'access.costly.verbs.0: a verb such as'],
])('%s is named as wrong, with the fix', (_, input, expected) => {
  expect(() => loadConfig(input)).toThrow(expected)
})
