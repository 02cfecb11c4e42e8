import { mapStrings, redact } from '../report/redact.ts'

/** Fields that hold free text: people's words, AWS's words, what a diagnosis came to, and the question as it was typed. */
const freeText: ReadonlySet<string> = new Set([
  'words',
  'text',
  'note',
  'reason',
  'why',
  'summary',
  'sentence',
  'question',
])

/**
 * A record as it may be kept: its free text redacted, whatever is inside. Names, ARNs and ids, by which things are found again, stay as
 * AWS and Slack gave them.
 */
export function withFreeTextRedacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withFreeTextRedacted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      freeText.has(key) ? mapStrings(item, redact) : withFreeTextRedacted(item),
    ]),
  )
}
