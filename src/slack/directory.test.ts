import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts'
import { type Directory, MissingScopeError, makeDirectory } from './directory.ts'
import { webClientOptions } from './web-client-fetch.ts'

let slack: RunningSlack
let client: WebClient
let directory: Directory
let now = 0

beforeEach(async () => {
  slack = await startSlack({ signingSecret: 's', botToken: 'xoxb-test' })
  client = new WebClient('xoxb-test', webClientOptions({ slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } }))
  now = 1_000_000
  directory = makeDirectory(() => now)
})
afterEach(async () => {
  await slack.close()
})

const minutes = (count: number): void => {
  now += count * 60_000
}
const calls = (method: string): number => slack.control.calls(method).length

it('tells members, guests, bots and channels apart', async () => {
  expect(await directory.person(client, 'U0ADA00000')).toEqual({
    name: 'Ada Okafor',
    isBot: false,
    isGuest: false,
    isStranger: false,
    isDeactivated: false,
    team: 'T0SANDBOX0',
  })
  expect((await directory.person(client, 'U0GUEST000')).isGuest).toBe(true)
  expect((await directory.person(client, 'U0FIRSTLOOK')).isBot).toBe(true)
  const incidents = slack.state.channels.get('C0INCIDENT')
  if (incidents !== undefined)
    slack.state.channels.set('C0SHARED00', { ...incidents, id: 'C0SHARED00', isExtShared: true })
  expect(await directory.isShared(client, 'C0SHARED00')).toBe(true)
  expect(await directory.isShared(client, 'C0INCIDENT')).toBe(false)
  expect(await directory.isShared(client, 'C0UNKNOWN0')).toBeUndefined()
  expect([...(await directory.members(client, 'S0ONCALL00'))]).toEqual(['U0ADA00000'])
})

describe('what Slack said', () => {
  it('is asked once, even at the same time, and again after five minutes', async () => {
    await Promise.all([directory.person(client, 'U0ADA00000'), directory.person(client, 'U0ADA00000')])
    minutes(4)
    await directory.person(client, 'U0ADA00000')
    expect([calls('users.info'), calls('auth.test')]).toEqual([1, 1])
    minutes(2)
    const ada = slack.state.users.get('U0ADA00000')
    if (ada !== undefined) slack.state.users.set('U0ADA00000', { ...ada, isRestricted: true })
    expect((await directory.person(client, 'U0ADA00000')).isGuest).toBe(true)
  })

  it('stays good for an hour while Slack does not answer, and no longer', async () => {
    await directory.isShared(client, 'C0INCIDENT')
    minutes(30)
    slack.control.fault({ method: 'conversations.info', kind: 'http_error', status: 503 })
    expect(await directory.isShared(client, 'C0INCIDENT')).toBe(false)
    minutes(90)
    await expect(directory.isShared(client, 'C0INCIDENT')).rejects.toThrow()
  })

  it('is gone when Slack takes it back', async () => {
    await directory.person(client, 'U0ADA00000')
    minutes(6)
    slack.control.fault({ method: 'users.info', kind: 'refused', error: 'user_not_found' })
    await expect(directory.person(client, 'U0ADA00000')).rejects.toThrow('user_not_found')
  })
})

it.each([
  ['users.info', 'users:read', () => directory.person(client, 'U0ADA00000')],
  ['conversations.info', 'channels:read', () => directory.isShared(client, 'C0INCIDENT')],
  ['usergroups.users.list', 'usergroups:read', () => directory.members(client, 'S0ONCALL00')],
] as const)('a refused %s names the scope %s', async (method, scope, look) => {
  slack.control.fault({ method, kind: 'refused', error: 'missing_scope' })
  await expect(look()).rejects.toThrow(new MissingScopeError(scope))
})
