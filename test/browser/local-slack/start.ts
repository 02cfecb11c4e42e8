import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Isolated, relay } from './isolated.ts'

const binary = join(import.meta.dirname, '../../../node_modules/local-slack-linux-x64/bin/local-slack')
const startMs = 20_000

/** Whether npm has installed local-slack here: it exists for Linux on x64 only. */
export const isInstalled = existsSync(binary)

export const bot = { botToken: 'xoxb-local-slack', botId: 'B0FIRSTLOOK', botUserId: 'U0FIRSTLOOK' }
export const signingSecret = 'the-signing-secret-of-local-slack'
export const channel = 'C01INCIDENTS'
export const person = 'U01ALICE'

export interface ForeignMessage {
  readonly ts: string
  readonly thread_ts?: string
  readonly text: string
  readonly user?: string
  readonly subtype?: string
  readonly ephemeral_to?: string
  readonly blocks?: readonly Readonly<Record<string, unknown>>[]
}

export interface LocalSlack {
  /** Where its page is. */
  readonly url: string
  /** Starts local-slack with the app's request address. */
  readonly start: (requestUrl: string) => Promise<void>
  readonly control: (path: string, body?: object) => Promise<unknown>
  readonly messages: () => Promise<readonly ForeignMessage[]>
  readonly close: () => Promise<void>
}

/**
 * A Slack that was not written for this project (https://github.com/parvalabs/local-slack). It listens on every interface and
 * cannot be told otherwise, so it runs in a network namespace of its own; what it says and hears goes through Unix sockets.
 */
export async function makeLocalSlack(): Promise<LocalSlack> {
  const folder = await mkdtemp(join(tmpdir(), 'firstlook-local-slack-'))
  const [inward, outward] = [join(folder, 'in'), join(folder, 'out')]
  const door = await relay({ port: 0 }, () => connect(inward))
  const { port } = door.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const stops: (() => Promise<unknown>)[] = [door.close, () => rm(folder, { recursive: true, force: true })]

  const control = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/_control/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!response.ok) throw new Error(`local-slack answered ${response.status} to ${path}: ${await response.text()}`)
    return await response.json()
  }
  return {
    url,
    control,
    messages: async () => {
      const answer = (await control(`messages/${channel}`)) as { readonly messages: readonly ForeignMessage[] }
      return answer.messages
    },
    start: async (requestUrl) => {
      const appPort = Number(new URL(requestUrl).port)
      const out = await relay(outward, () => connect(appPort, '127.0.0.1'))
      stops.unshift(out.close)
      const configFile = join(folder, 'config.json')
      await writeFile(configFile, JSON.stringify(workspaceOf(requestUrl)))
      const stop = await startIsolated({ binary, configFile, port, appPort, inward, outward }, control)
      stops.unshift(stop)
    },
    close: async () => {
      for (const stop of stops) await stop()
    },
  }
}

async function startIsolated(isolated: Isolated, control: LocalSlack['control']): Promise<() => Promise<void>> {
  const program = join(import.meta.dirname, 'isolated.ts')
  const inside = 'ip link set lo up && exec "$@"'
  const isRoot = process.getuid?.() === 0
  const unshare = isRoot ? ['--net'] : ['--map-root-user', '--net']
  const child = spawn(
    'unshare',
    [...unshare, 'sh', '-c', inside, 'sh', process.execPath, program, JSON.stringify(isolated)],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  let said = ''
  let ended: string | undefined
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const exited = new Promise<void>((done) => {
    child.once('error', (error) => {
      ended = error.message
      done()
    })
    child.once('exit', (code) => {
      ended ??= `it ended with ${code}`
      done()
    })
  })
  const until = Date.now() + startMs
  while (!(await control('state').then(Boolean, () => false))) {
    if (ended !== undefined || Date.now() > until)
      throw new Error(
        `local-slack did not start in a network namespace (unshare and ip are needed): ${ended ?? 'too slow'}\n${said}`,
      )
    await new Promise((again) => setTimeout(again, 50))
  }
  return async () => {
    child.stdin.end()
    await exited
  }
}

function workspaceOf(requestUrl: string): object {
  return {
    workspace: { name: 'Northwind', domain: 'northwind', teamId: 'T01NORTHWIND' },
    apps: [
      {
        appId: 'A0FIRSTLOOK',
        botUserId: bot.botUserId,
        botName: 'firstlook',
        botToken: bot.botToken,
        appToken: 'xapp-local-slack',
        signingSecret,
        mode: 'events',
        requestUrl,
      },
    ],
    users: [{ id: person, name: 'alice', real_name: 'Alice Anderson' }],
    channels: [{ id: channel, name: 'incidents', members: [person, bot.botUserId] }],
  }
}
