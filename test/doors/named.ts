import type { SlackMessage } from '../../sandbox/slack/workspace.ts'
import { redactReport } from '../../src/report/redact.ts'
import type { Report } from '../../src/report/report.ts'
import { verdictWords } from '../../src/report/verdict-words.ts'

/** What an answer comes down to, whatever door it came through. */
export interface Named {
  readonly state: string
  readonly causes: readonly { readonly id: string; readonly resource: string }[]
}

/** What a report names. */
export function namedByReport(report: Report): Named {
  const { causes } = redactReport(report)
  return {
    state: verdictWords(report).state,
    causes: causes.map(({ id, resource }) => ({ id, resource: resource.name })),
  }
}

/** What a card and its thread name, read from the words a person sees. */
export function namedByThread([card, ...replies]: readonly SlackMessage[]): Named {
  const resources = valuesAfter('Resource: ', replies)
  const ids = valuesAfter('Cause id: ', replies)
  return {
    state: (card?.text ?? '').split(':')[0] ?? '',
    causes: ids.map((id, index) => ({ id, resource: resources[index] ?? '' })),
  }
}

function valuesAfter(label: string, value: unknown): string[] {
  if (Array.isArray(value)) {
    const at = value.findIndex((item) => textOf(item) === label)
    return at >= 0 ? [textOf(value[at + 1])] : value.flatMap((item) => valuesAfter(label, item))
  }
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap((item) => valuesAfter(label, item))
}

function textOf(value: unknown): string {
  return value !== null && typeof value === 'object' && 'text' in value ? String(value.text) : ''
}
