import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createControl, type SlackControl } from './control.ts'
import { createFaults, type Fault } from './faults.ts'
import { isLocal, readBody, send, sendJson } from './http.ts'
import type { SlashCommand } from './outgoing/commands.ts'
import { deliveryTimeoutMs, type Outgoing } from './outgoing/delivery.ts'
import { createResponseUrls } from './outgoing/response-urls.ts'
import { createTriggers } from './outgoing/triggers.ts'
import { preparePage, respondWithPage } from './page-files.ts'
import { type MessageShortcut, pageRoutes, type Scenario } from './page-routes.ts'
import type { Palette } from './palette.ts'
import { defaultChannels, defaultUsergroups, defaultUsers } from './seed.ts'
import { storeUpload } from './web-api/files.ts'
import { webApi } from './web-api/respond.ts'
import { createWorkspace, type SlackChannel, type SlackUser, type SlackUsergroup, type Workspace } from './workspace.ts'

export interface SlackOptions {
  /** 0, the default, takes any free port. Only ever on 127.0.0.1. */
  readonly port?: number
  readonly signingSecret: string
  readonly botToken: string
  /** Where signed requests go; may come later by `setRequestUrl`. */
  readonly requestUrl?: string
  readonly appName?: string
  readonly teamName?: string
  readonly channels?: readonly SlackChannel[]
  /** The first one is the person at the page. */
  readonly users?: readonly SlackUser[]
  readonly usergroups?: readonly SlackUsergroup[]
  /** As in the app's manifest; a command that is not here does not exist. */
  readonly commands?: readonly SlashCommand[]
  readonly shortcuts?: readonly MessageShortcut[]
  readonly scenarios?: readonly Scenario[]
  /** Called when somebody sets off an incident in the page; a rejection is shown there. */
  readonly onScenario?: (id: string) => void | Promise<void>
  /** Called when somebody presses a button of the palette; answers with a line to be read out. */
  readonly onControl?: (id: string) => Promise<string>
  readonly faults?: readonly Fault[]
  /** The line across the page. */
  readonly notice?: string
  /** Epoch milliseconds; tests turn this clock. */
  readonly now?: () => number
  /** How long an app may take to answer; Slack allows 3000. */
  readonly timeoutMs?: number
  /** Waits before each retry of an event; Slack's are at once, one minute, five minutes. */
  readonly retryDelaysMs?: readonly number[]
}

export interface RunningSlack {
  /** The page: `http://127.0.0.1:<port>`. */
  readonly url: string
  /** What `slackApiUrl` of a WebClient takes, with the slash at the end. */
  readonly apiUrl: string
  readonly state: Workspace
  readonly control: SlackControl
  readonly setRequestUrl: (url: string) => void
  /** Shows everybody another palette. */
  readonly setPalette: (palette: Palette) => void
  /** Bundles the page ahead of its first visitor. */
  readonly preparePage: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts a Slack of one workspace with one app installed, on 127.0.0.1 only, all of it in memory. */
export async function startSlack(options: SlackOptions): Promise<RunningSlack> {
  const workspace = createWorkspace({
    appName: options.appName ?? 'Firstlook',
    teamName: options.teamName ?? 'Northwind',
    users: options.users ?? defaultUsers,
    channels: options.channels ?? defaultChannels,
    usergroups: options.usergroups ?? defaultUsergroups,
    now: options.now ?? Date.now,
  })
  const faults = createFaults(options.faults)
  const triggers = createTriggers(workspace)
  const responseUrls = createResponseUrls(workspace)
  const outgoing: Outgoing = {
    workspace,
    triggers,
    responseUrls,
    signingSecret: options.signingSecret,
    requestUrl: options.requestUrl,
    timeoutMs: options.timeoutMs ?? deliveryTimeoutMs,
    retryDelaysMs: options.retryDelaysMs ?? [1, 60_000, 300_000],
  }
  const commands = options.commands ?? [{ command: '/aws', description: 'Ask about an AWS incident' }]
  const control = createControl(outgoing, commands, faults)
  const respondToApi = webApi(workspace, options.botToken, faults, triggers)
  const page = pageRoutes({
    outgoing,
    commands,
    shortcuts: options.shortcuts ?? [],
    scenarios: options.scenarios ?? [],
    onScenario: options.onScenario ?? (() => {}),
    onControl: options.onControl ?? (async () => ''),
    notice: options.notice ?? 'Simulated AWS account and simulated Slack; nothing here is real',
  })

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLocal(request)) return sendJson(response, 403, { error: 'this server talks to this machine only' })
    const path = new URL(request.url ?? '/', 'http://slack').pathname
    const [, first = '', second = ''] = path.split('/')
    if (first === 'api') return respondToApi(second, request, response)
    if (first === 'response' && request.method === 'POST') {
      const { status, body } = responseUrls.use(second, (await readBody(request)).toString('utf8'))
      return sendJson(response, status, body)
    }
    if (first === 'upload' && request.method === 'POST') return takeUpload(workspace, second, request, response)
    if (first === 'files') return giveFile(workspace, second, response)
    if (first === 'ui') return page(second, request, response)
    return respondWithPage(path, response)
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      if (response.headersSent) response.destroy()
      else sendJson(response, 500, { ok: false, error: 'internal_error', message })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  workspace.url = `http://127.0.0.1:${port}`
  return {
    url: workspace.url,
    apiUrl: `${workspace.url}/api/`,
    state: workspace,
    control,
    setRequestUrl(url) {
      outgoing.requestUrl = url
    },
    setPalette(palette) {
      workspace.palette = palette
      workspace.publish({ type: 'palette', palette })
    },
    async preparePage() {
      await preparePage()
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function takeUpload(workspace: Workspace, id: string, request: IncomingMessage, response: ServerResponse) {
  const body = await readBody(request)
  const contentType = request.headers['content-type'] ?? ''
  let content: Buffer = body
  if (contentType.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: [['content-type', contentType]] }).formData()
    const part = [...form.values()][0]
    content = part instanceof Blob ? Buffer.from(await part.arrayBuffer()) : Buffer.from(String(part ?? ''))
  } else if (contentType.startsWith('application/x-www-form-urlencoded')) {
    content = Buffer.from(new URLSearchParams(body.toString('utf8')).get('body') ?? '')
  }
  if (!storeUpload(workspace, id, content)) return send(response, 400, 'text/plain', 'upload does not match')
  send(response, 200, 'text/plain', `OK - ${content.length}`)
}

function giveFile(workspace: Workspace, id: string, response: ServerResponse): void {
  const entry = workspace.files.get(id)
  if (!entry?.content) {
    send(response, 404, 'text/plain', 'no such file')
    return
  }
  const isPicture = entry.file.mimetype.startsWith('image/')
  send(response, 200, isPicture ? entry.file.mimetype : 'text/plain; charset=utf-8', entry.content, {
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
}
