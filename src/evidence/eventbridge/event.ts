import type { EventRule } from '../../targets/target.ts'
import { isObject, type Json, type JsonObject } from '../event-pattern/json.ts'

/** An event to try a rule with. */
export interface TriedEvent {
  readonly event: JsonObject
  /** The bus it was put on, where it says so. */
  readonly bus?: string
  /** Envelope fields that were made up because the paste lacked them. */
  readonly filledIn: readonly string[]
  readonly origin: 'pasted' | 'cloudtrail'
}

const envelope = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'] as const

/** Reads a pasted event: an event as rules see it, a PutEvents entry, or a request with entries; undefined when it is no JSON. */
export function readEvent(text: string, rule: EventRule): TriedEvent | undefined {
  let json: Json
  try {
    json = JSON.parse(text) as Json
  } catch {
    return undefined
  }
  const found = firstEvent(json)
  if (found === undefined) return undefined
  const { event, bus } =
    'DetailType' in found || 'Detail' in found ? fromEntry(found) : { event: found, bus: undefined }
  return { ...filled(event, rule), ...(bus !== undefined && { bus }), origin: 'pasted' }
}

function firstEvent(json: Json): JsonObject | undefined {
  if (Array.isArray(json)) return firstEvent((json as readonly Json[])[0] ?? null)
  if (!isObject(json)) return undefined
  return Array.isArray(json.Entries) ? firstEvent(json.Entries) : json
}

function fromEntry(entry: JsonObject): { event: JsonObject; bus: string | undefined } {
  const { Detail: detail, EventBusName: bus } = entry
  return {
    event: {
      ...(entry.Source !== undefined && { source: entry.Source }),
      ...(entry.DetailType !== undefined && { 'detail-type': entry.DetailType }),
      ...(entry.Resources !== undefined && { resources: entry.Resources }),
      ...(detail !== undefined && { detail: typeof detail === 'string' ? parsed(detail) : detail }),
    },
    bus: typeof bus === 'string' ? bus.replace(/^arn:.*:event-bus\//, '') : undefined,
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** Gives an event the fields EventBridge adds by itself, as they would be for this rule. */
export function filled(
  event: JsonObject,
  rule: EventRule,
): { readonly event: JsonObject; readonly filledIn: readonly string[] } {
  const given: Record<string, Json> = {
    version: '0',
    id: '00000000-0000-0000-0000-000000000000',
    account: rule.account,
    time: '2026-01-01T00:00:00Z',
    region: rule.region,
    resources: [],
  }
  const filledIn = envelope.filter((field) => event[field] === undefined && given[field] !== undefined)
  return { event: { ...given, ...event }, filledIn }
}
