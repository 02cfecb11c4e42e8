/** A run of text. `at` is ISO 8601; each surface shows it in its reader's way, to the second unless `isToMinute`. */
export type Span =
  | { readonly kind: 'text'; readonly text: string; readonly style?: 'strong' | 'code' | 'quiet' }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'time'; readonly at: string; readonly isToMinute?: true }
  /** Somebody in Slack, by user id. */
  | { readonly kind: 'person'; readonly user: string }

/** `code` is a command or configuration to copy; `quote` is text from outside, such as a log line, and is shown as it is. */
export type Line =
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'bullet'; readonly spans: readonly Span[]; readonly depth?: 1 }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly text: string }

export const sectionIds = ['cause', 'evidence', 'ruled-out', 'changes', 'fix', 'gaps', 'notes'] as const
export type SectionId = (typeof sectionIds)[number]

export interface Section {
  readonly id: SectionId
  readonly heading: string
  readonly lines: readonly Line[]
}

export function text(value: string, style?: 'strong' | 'code' | 'quiet'): Span {
  return style === undefined ? { kind: 'text', text: value } : { kind: 'text', text: value, style }
}

export function paragraph(...spans: readonly (Span | string)[]): Line {
  return { kind: 'paragraph', spans: spans.map(spanOf) }
}

export function bullet(...spans: readonly (Span | string)[]): Line {
  return { kind: 'bullet', spans: spans.map(spanOf) }
}

/** A bullet under the bullet above it. */
export function subBullet(...spans: readonly (Span | string)[]): Line {
  return { kind: 'bullet', spans: spans.map(spanOf), depth: 1 }
}

function spanOf(span: Span | string): Span {
  return typeof span === 'string' ? text(span) : span
}
