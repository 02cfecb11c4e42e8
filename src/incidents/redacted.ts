import { redact } from '../report/redact.ts'
import type { IncidentEvent } from './event.ts'

/** Fields that hold free text: people's words, AWS's words, what a diagnosis came to. */
const freeText: ReadonlySet<string> = new Set(['words', 'text', 'note', 'reason', 'why', 'summary', 'sentence'])

/**
 * An event as it may be kept: its free text and its question redacted. Names, ARNs and ids, by which an incident is found again, stay
 * as AWS and Slack gave them.
 */
export function redactedEvent<E extends IncidentEvent>(event: E): E {
  return redactedIn(event, false) as E
}

function redactedIn(value: unknown, isText: boolean): unknown {
  if (typeof value === 'string') return isText ? redact(value) : value
  if (Array.isArray(value)) return value.map((item) => redactedIn(item, isText))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      redactedIn(item, isText || freeText.has(key) || key === 'question'),
    ]),
  )
}
