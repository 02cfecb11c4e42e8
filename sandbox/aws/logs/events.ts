import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { LogEvent, LogGroup } from '../world/logs.ts'
import { stableId, stableUuid } from '../world/scalars.ts'
import { executionLines } from './execution-lines.ts'
import { invocationLines, type Line, type RequestNames, textOf } from './lines.ts'

/** One event as it lies in a log stream. */
export interface StoredEvent {
  readonly timestamp: number
  readonly ingestionTime: number
  readonly stream: string
  readonly message: string
  readonly eventId: string
}

const spans: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** All events of a group by time, declared and generated, until a time; each becomes readable as the clock reaches it. */
export function eventsOf(
  group: LogGroup,
  place: { account: string; region: string },
  clock: Clock,
  until: number,
): readonly StoredEvent[] {
  return group.events
    .flatMap((event, index) => expand(group, event, index, { place, clock, until }))
    .sort((one, other) => one.timestamp - other.timestamp)
    .map((event, index) => ({ ...event, eventId: eventId(group, event.timestamp, index) }))
}

interface Setting {
  readonly place: { readonly account: string; readonly region: string }
  readonly clock: Clock
  readonly until: number
}

function expand(group: LogGroup, event: LogEvent, index: number, setting: Setting): Omit<StoredEvent, 'eventId'>[] {
  return momentsOf(event, setting).flatMap((at, repetition) => {
    const seed = event.ids ?? `${group.name}/${index}`
    const names = {
      ...setting.place,
      group: group.name,
      requestId: stableUuid(`${seed}/${repetition}`),
      lambdaRequestId: stableUuid(`${seed}/lambda/${repetition}`),
      at: new Date(at),
    }
    const stream = event.stream ?? streamOf(group, event, at)
    return linesOf(event, names).map(([offset, text]) => ({
      timestamp: Math.round(at + offset),
      ingestionTime: Math.round(at + offset) + 120,
      stream,
      message: fill(text, { ...names, n: repetition + 1, at: new Date(at + offset) }),
    }))
  })
}

function momentsOf(event: LogEvent, { clock, until }: Setting): number[] {
  if (event.from === undefined) {
    const at = clock.at(event.at ?? 'now').getTime()
    return Array.from({ length: event.times ?? 1 }, (_, repetition) => at + repetition)
  }
  const from = clock.at(event.from).getTime()
  if (event.every !== undefined) {
    const to = event.to === undefined ? until : clock.at(event.to).getTime()
    const [, amount = '1', unit = 's'] = /^(\d+)(ms|s|m|h)$/.exec(event.every) ?? []
    const step = Number(amount) * (spans[unit] ?? 1000)
    const count = Math.max(0, Math.ceil((to - from) / step))
    return Array.from({ length: Math.min(event.times ?? count, count) }, (_, repetition) => from + repetition * step)
  }
  const { times = 1 } = event
  const to = clock.at(event.to ?? 'now').getTime()
  return Array.from({ length: times }, (_, repetition) => from + Math.floor((repetition * (to - from)) / times))
}

function linesOf(event: LogEvent, names: RequestNames): Line[] {
  const lines: Line[] = []
  if (event.message !== undefined) lines.push([0, textOf(event.message)])
  for (const message of event.messages ?? [])
    lines.push(Array.isArray(message) ? [Number(message[0]), textOf(message[1])] : [0, textOf(message)])
  // The function's own log calls the request by the id that API Gateway prints as `Lambda request id`.
  if (event.invocation !== undefined)
    lines.push(
      ...invocationLines(
        event.invocation,
        event.ids === undefined ? names : { ...names, requestId: names.lambdaRequestId },
      ),
    )
  if (event.execution !== undefined) lines.push(...executionLines(event.execution, names))
  return lines
}

function fill(text: string, { requestId, lambdaRequestId, at, n }: RequestNames & { n: number }): string {
  return text
    .replaceAll('{requestId}', requestId)
    .replaceAll('{lambdaRequestId}', lambdaRequestId)
    .replaceAll(/\{id:([\w-]+)\}/g, (_, name: string) => stableUuid(`${name}/${n}`))
    .replaceAll('{n}', String(n))
    .replaceAll('{time}', at.toISOString())
    .replaceAll('{epochMs}', String(at.getTime()))
    .replaceAll('{apacheTime}', apacheTime(at))
}

function streamOf(group: LogGroup, event: LogEvent, at: number): string {
  const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '/')
  if (group.name.startsWith('API-Gateway-Execution-Logs_'))
    return createHash('md5').update(stableId(group.name, 8)).digest('hex')
  if (group.name.startsWith('/aws/lambda/') || event.invocation !== undefined) {
    const version = event.invocation?.version ?? '$LATEST'
    return `${day}/[${version}]${createHash('md5').update(`${group.name}/${version}`).digest('hex')}`
  }
  return createHash('md5').update(group.name).digest('hex')
}

function apacheTime(at: Date): string {
  const [, month, dayOfMonth, year] =
    /^\w+ (\w+) (\d+) (\d+)/.exec(at.toUTCString().replace(/^\w+, (\d+) (\w+) (\d+).*/, 'x $2 $1 $3')) ?? []
  return `${dayOfMonth}/${month}/${year}:${at.toISOString().slice(11, 19)} +0000`
}

/** AWS's ids are 56 digits and sort by time. */
function eventId(group: LogGroup, timestamp: number, index: number): string {
  return `${timestamp}${BigInt(`0x${createHash('sha256').update(group.name).digest('hex')}`)
    .toString()
    .slice(0, 30)}${String(index).padStart(13, '0')}`.padStart(56, '3')
}
