import { describe, expect, it } from 'vitest'
import written from '../../firstlook.config.ts'
import { type ConfigInput, defineConfig, loadConfig } from './config.ts'

const prod = { id: '123456789012', regions: ['eu-west-1'] }

it('the file in the repository loads, and says the defaults as they are', () => {
  expect(loadConfig(written)).toEqual(loadConfig({}))
})

it('fills in defaults and is frozen through and through', () => {
  const config = loadConfig(defineConfig({ accounts: { prod } }))
  expect(config.accounts.prod).toEqual({ ...prod, roleName: 'FirstlookDiagnostic' })
  expect(Object.isFrozen(config)).toBe(true)
  expect(Object.isFrozen(config.accounts.prod?.regions)).toBe(true)
  expect(config.limits.deadlineSeconds).toBe(40)
})

describe('a wrong field is named, with the fix', () => {
  const wrong: readonly (readonly [string, ConfigInput | object, string])[] = [
    [
      'short id',
      { accounts: { prod: { ...prod, id: '12345' } } },
      'accounts.prod.id: an account id is a string of 12 digits',
    ],
    ['number id', { accounts: { prod: { ...prod, id: 123456789012 } } }, 'accounts.prod.id:'],
    [
      'region',
      { accounts: { prod: { ...prod, regions: ['Ireland'] } } },
      'accounts.prod.regions.0: a region looks like "eu-west-1"',
    ],
    ['no region', { accounts: { prod: { ...prod, regions: [] } } }, 'accounts.prod.regions: name at least one region'],
    ['twice', { accounts: { prod, live: prod } }, 'accounts.live.id: is the id of "prod" too'],
    [
      'role ARN',
      { accounts: { prod: { ...prod, roleName: 'arn:aws:iam::1:role/x' } } },
      'accounts.prod.roleName: a role name, not an ARN',
    ],
    ['channel name', { channels: { '#oncall': { accounts: ['prod'] } } }, 'channels.#oncall'],
    [
      'unknown account',
      { accounts: { prod }, channels: { C0123ABCD: { accounts: ['live'] } } },
      'channels.C0123ABCD.accounts.0: "live" is not in accounts',
    ],
    ['zone', { timeZone: 'Mars/Olympus' }, 'timeZone: an IANA time zone'],
    ['unknown setting', { acounts: {} }, 'acounts: there is no setting "acounts"'],
    ['limit', { limits: { deadlineSeconds: 1 } }, 'limits.deadlineSeconds:'],
  ]
  it.each(wrong)('%s', (_, input, expected) => {
    expect(() => loadConfig(input)).toThrow(expected)
  })
})
