import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Faults } from '../faults.ts'
import { readBody, sendJson } from '../http.ts'
import type { JsonObject } from '../json.ts'
import { stringOf } from '../json.ts'
import type { Triggers } from '../outgoing/triggers.ts'
import type { Workspace } from '../workspace.ts'
import { type Method, parseArguments } from './arguments.ts'
import { chatMethods } from './chat.ts'
import { conversationMethods } from './conversations.ts'
import { fileMethods } from './files.ts'
import { peopleMethods } from './people.ts'
import { presenceMethods } from './presence.ts'
import { Refusal, refuse } from './refusal.ts'
import { viewMethods } from './views.ts'

interface Answer {
  readonly status: number
  readonly body: JsonObject
  readonly headers?: Record<string, string>
}

/** Serves `POST /api/<method>` (and GET) as https://docs.slack.dev/apis/web-api does. */
export function webApi(workspace: Workspace, botToken: string, faults: Faults, triggers: Triggers) {
  const methods: Readonly<Record<string, Method>> = {
    ...presenceMethods,
    ...chatMethods,
    ...conversationMethods,
    ...peopleMethods,
    ...fileMethods,
    ...viewMethods(triggers),
  }

  const takenAt = new Map<string, number>()

  async function answer(method: string, request: IncomingMessage, sent: JsonObject): Promise<Answer> {
    try {
      const token = bearerToken(request) ?? stringOf(sent.token)
      if (token === '') refuse('not_authed')
      if (token !== botToken) refuse('invalid_auth')
      const run = Object.hasOwn(methods, method) ? methods[method] : undefined
      if (!run) return refuse('unknown_method')
      return { status: 200, body: { ok: true, ...(await run({ workspace, arguments: sent })) } }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { status: 200, body: refusalBody(error) }
    }
  }

  return async function respond(method: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await readBody(request)).toString('utf8')
    const query = new URL(request.url ?? '/', 'http://slack').searchParams
    const record = (status: number, sent: JsonObject, error: unknown) => {
      const { token: _, ...kept } = sent
      workspace.calls.push({
        method,
        arguments: kept,
        at: workspace.now(),
        status,
        ...(error ? { error: String(error) } : {}),
      })
    }
    const send = (sent: JsonObject, given: Answer) => {
      record(given.status, sent, given.body.error)
      sendJson(response, given.status, given.body, given.headers)
    }
    let sent: JsonObject
    try {
      sent = { ...Object.fromEntries(query), ...parseArguments(request.headers['content-type'] ?? '', body) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return send({}, { status: 200, body: refusalBody(error) })
    }
    const fault = faults.take(method)
    if (fault?.kind === 'timeout') return record(0, sent, 'timeout')
    if (fault?.kind === 'rate_limited') {
      const headers = { 'retry-after': String(fault.retryAfterSeconds) }
      return send(sent, { status: 429, body: { ok: false, error: 'ratelimited' }, headers })
    }
    if (fault?.kind === 'paced') {
      const channel = stringOf(sent.channel)
      const now = Date.now()
      if (now - (takenAt.get(channel) ?? 0) < fault.everyMs)
        return send(sent, { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': '1' } })
      takenAt.set(channel, now)
    }
    if (fault?.kind === 'http_error') {
      return send(sent, { status: fault.status, body: { ok: false, error: 'internal_error' } })
    }
    if (fault?.kind === 'refused') return send(sent, { status: 200, body: { ok: false, error: fault.error } })
    if (fault?.kind === 'answer_lost') {
      await answer(method, request, sent)
      record(0, sent, 'answer_lost')
      return void response.destroy()
    }
    if (fault?.kind === 'latency') await wait(fault.milliseconds)
    send(sent, await answer(method, request, sent))
  }
}

function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

function refusalBody(refusal: Refusal): JsonObject {
  const { message: error, details } = refusal
  if (details.length === 0) return { ok: false, error }
  const messages = details.map((detail) => (detail.startsWith('[') ? detail : `[ERROR] ${detail}`))
  return { ok: false, error, errors: details, response_metadata: { messages } }
}
