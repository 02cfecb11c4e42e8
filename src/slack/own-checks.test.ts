import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebClient } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../config/config.ts'
import type { OwnCheck } from '../report/information/doctor/doctor.ts'
import { slackChecks } from './own-checks.ts'
import { botScopes } from './scopes.ts'

type Channel = { readonly [field: string]: boolean } | 'channel_not_found' | 'missing_scope'

/** Slack's Web API as far as the checks go, over HTTP. */
async function checked(
  channels: Readonly<Record<string, Channel>>,
  scopes: readonly string[] | 'invalid_auth' | undefined,
  config = {},
): Promise<OwnCheck[]> {
  const slack = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const headers = Array.isArray(scopes) ? { 'x-oauth-scopes': scopes.join(',') } : {}
    const answer = request.url?.endsWith('auth.test')
      ? scopes === 'invalid_auth'
        ? { ok: false, error: 'invalid_auth' }
        : { ok: true, team: 'Shop' }
      : channelAnswer(channels[new URLSearchParams(body).get('channel') ?? ''] ?? 'channel_not_found')
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer))
  })
  await new Promise<void>((ready) => {
    slack.listen(0, '127.0.0.1', ready)
  })
  try {
    const { port } = slack.address() as AddressInfo
    return await slackChecks(
      new WebClient('xoxb-test', { slackApiUrl: `http://127.0.0.1:${port}/api/` }),
      loadConfig(config),
    )
  } finally {
    slack.closeAllConnections()
    slack.close()
  }
}

function channelAnswer(channel: Channel): object {
  return typeof channel === 'string' ? { ok: false, error: channel } : { ok: true, channel }
}

const all = Object.keys(botScopes)

describe('the app', () => {
  it('works with every scope of the manifest, and names what it lacks', async () => {
    expect((await checked({}, all))[0]).toMatchObject({ grade: 'works', words: expect.stringContaining('in Shop') })
    const without = all.filter((scope) => scope !== 'usergroups:read')
    expect((await checked({}, without))[0]).toMatchObject({
      grade: 'partly',
      words: expect.stringContaining('lacks usergroups:read (to know who is in a user group'),
      fix: expect.stringContaining('manifest.yml'),
    })
  })

  it('is not checked where Slack does not say, and blind where its token is refused', async () => {
    expect((await checked({}, undefined))[0]).toMatchObject({ grade: 'unchecked' })
    expect((await checked({}, 'invalid_auth'))[0]).toMatchObject({
      grade: 'blind',
      words: expect.stringContaining('invalid_auth'),
    })
  })
})

describe('a channel that alarms go to', () => {
  const config = { alarmChannel: 'C0ALARM' }
  const of = async (channel: Channel) => (await checked({ C0ALARM: channel }, all, config)).slice(1)

  it.each<[string, Channel, OwnCheck['grade'], string]>([
    ['not joined', { is_member: false }, 'blind', 'not a member'],
    ['archived', { is_member: true, is_archived: true }, 'blind', 'archived'],
    ['shared', { is_member: true, is_ext_shared: true }, 'blind', 'another organisation'],
    ['unseen', 'channel_not_found', 'blind', 'cannot see it'],
    ['behind a missing scope', 'missing_scope', 'unchecked', 'missing_scope'],
  ])('%s is said', async (_, channel, grade, words) => {
    expect(await of(channel)).toMatchObject([{ name: 'Channel C0ALARM', grade, words: expect.stringContaining(words) }])
  })

  it('joined is counted', async () => {
    expect(await of({ is_member: true })).toMatchObject([
      { name: 'Channels', grade: 'works', words: '1 of 1 are reached and joined.' },
    ])
  })
})

it('a channel that only asks works less without the app, and none at all is said', async () => {
  const accounts = { prod: { id: '123456789012', regions: ['eu-west-1'] } }
  const config = { accounts, channels: { C0ASK: { accounts: ['prod'] } } }

  expect((await checked({ C0ASK: { is_member: false } }, all, config))[1]).toMatchObject({ grade: 'partly' })
  expect((await checked({}, all))[1]).toMatchObject({ name: 'Channels', grade: 'unchecked' })
})
