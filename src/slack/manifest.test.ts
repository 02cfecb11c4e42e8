import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App } from '@slack/bolt'
import { describe, expect, it, vi } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { inMemoryAnswers } from '../store/answers.ts'
import { makeApp } from './app.ts'
import { makeQueueReceiver } from './queue-receiver.ts'

const folder = import.meta.dirname
const manifest = readFileSync(join(folder, '..', '..', 'manifest.yml'), 'utf8')

/** The items of the list under a key of the manifest. */
function listUnder(key: string): string[] {
  const [, block = ''] = new RegExp(`^ *${key}:\\n((?: +[-#] .*\\n)+)`, 'm').exec(manifest) ?? []
  return [...block.matchAll(/^ +- (.+)/gm)].map(([, item = '']) => item.trim())
}

function valuesOf(key: string): string[] {
  return [...manifest.matchAll(new RegExp(`^[ -]*${key}: (.+)$`, 'gm'))].map(([, value = '']) => value.trim())
}

/** What the app listens for. */
function listened() {
  const spies = {
    command: vi.spyOn(App.prototype, 'command'),
    event: vi.spyOn(App.prototype, 'event'),
    shortcut: vi.spyOn(App.prototype, 'shortcut'),
  }
  makeApp({
    authorize: async () => ({}),
    receiver: makeQueueReceiver(),
    ask: async () => ({ kind: 'refused', sentence: '', nearMisses: [], fault: 'question' }),
    inform: async () => ({ kind: 'refused', sentence: '', nearMisses: [], fault: 'question' }),
    answers: inMemoryAnswers(),
    config: loadConfig({}),
    log: { info: () => undefined, error: () => undefined },
    clock: () => 0,
  })
  const first = (calls: readonly (readonly unknown[])[]) => calls.map(([argument]) => argument)
  const found = {
    commands: first(spies.command.mock.calls),
    events: first(spies.event.mock.calls),
    shortcuts: first(spies.shortcut.mock.calls),
  }
  vi.restoreAllMocks()
  return found
}

/** A conversation of each kind has a scope of its own: public and private channels, direct messages alone and in groups. */
const conversations = ['channels:read', 'groups:read', 'im:read', 'mpim:read']

/** The scopes each Web API method needs; https://docs.slack.dev/reference/methods */
const scopeOf: Readonly<Record<string, string | readonly string[] | undefined>> = {
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'chat.getPermalink': undefined,
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'views.open': 'commands',
  'users.info': 'users:read',
  'conversations.info': conversations,
  'usergroups.users.list': 'usergroups:read',
  'usergroups.users.update': 'usergroups:write',
  'views.publish': undefined,
  'views.update': undefined,
  'auth.test': undefined,
}

function methodsCalled(): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
  const sources = files.map((file) => readFileSync(join(folder, file), 'utf8'))
  return [
    ...new Set(
      sources.flatMap((source) =>
        [...source.matchAll(/client\.([a-z]+(?:\.[a-zA-Z]+)+)\(/g)].map(([, method = '']) => method),
      ),
    ),
  ]
}

describe('the manifest', () => {
  it('names the command, events and shortcut the app listens for, and no others', () => {
    const { commands, events, shortcuts } = listened()
    expect(valuesOf('command')).toEqual(commands)
    expect(listUnder('bot_events')).toEqual(events)
    expect(valuesOf('callback_id')).toEqual(shortcuts.map((constraint) => Object(constraint).callback_id))
    expect(shortcuts).toMatchObject([{ type: 'message_action' }])
    expect(valuesOf('type')).toEqual(['message'])
  })

  it('asks for the scopes its methods and events need, and no others', () => {
    const methods = methodsCalled()
    expect(methods.filter((method) => !(method in scopeOf))).toEqual([])
    const needed = new Set([
      'commands',
      'app_mentions:read',
      'reactions:read',
      ...methods.flatMap((method) => scopeOf[method] ?? []),
    ])
    expect(listUnder('bot')).toEqual([...needed].sort())
  })

  it('escapes names, as the grammar expects them', () => {
    expect(valuesOf('should_escape')).toEqual(['true'])
  })

  it('keeps Slack’s lengths', () => {
    const [name = ''] = valuesOf('name')
    expect(name.length).toBeLessThanOrEqual(35)
    for (const description of valuesOf('description')) expect(description.length).toBeLessThanOrEqual(140)
  })

  it('sends every request to one address', () => {
    expect(new Set([...valuesOf('url'), ...valuesOf('request_url')]).size).toBe(1)
  })
})
