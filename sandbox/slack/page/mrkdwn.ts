import { isEmoji } from './emoji-names.ts'

/** A piece of text in Slack's markup. `at` is where it stands in the source. */
export type Inline = { readonly at: number } & (
  | { readonly kind: 'text' | 'code' | 'emoji'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'user' | 'channel' | 'usergroup' | 'broadcast'; readonly id: string; readonly label: string }
  | { readonly kind: 'link'; readonly href: string; readonly label: string }
  | {
      readonly kind: 'date'
      readonly epochSeconds: number
      readonly format: string
      readonly href: string
      readonly fallback: string
    }
)

export type Paragraph = { readonly at: number } & (
  | { readonly kind: 'lines' | 'quote'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'preformatted'; readonly text: string }
)

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const

/** Reads https://docs.slack.dev/messaging/formatting-message-text; what is no markup stays text, nothing is lost. */
export function parseMrkdwn(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = []
  let at = 0
  for (const fence of text.matchAll(/```\n?([\s\S]*?)```\n?/g)) {
    paragraphs.push(...linesAndQuotes(text.slice(at, fence.index).replace(/\n$/, ''), at))
    paragraphs.push({ at: fence.index, kind: 'preformatted', text: decoded((fence[1] ?? '').replace(/\n$/, '')) })
    at = fence.index + fence[0].length
  }
  paragraphs.push(...linesAndQuotes(text.slice(at), at))
  return paragraphs
}

function linesAndQuotes(text: string, start: number): Paragraph[] {
  if (text === '') return []
  const paragraphs: { at: number; kind: 'lines' | 'quote'; source: string[] }[] = []
  let at = start
  let quotesTheRest = false
  for (const line of text.split('\n')) {
    const quote = /^(?:>|&gt;)(>>|&gt;&gt;)? ?/.exec(line)
    const kind = quote || quotesTheRest ? 'quote' : 'lines'
    const source = quote && !quotesTheRest ? line.slice(quote[0].length) : line
    if (quote?.[1]) quotesTheRest = true
    const last = paragraphs.at(-1)
    if (last?.kind === kind) last.source.push(source)
    else paragraphs.push({ at, kind, source: [source] })
    at += line.length + 1
  }
  return paragraphs.map((one) => ({ at: one.at, kind: one.kind, inlines: parseInline(one.source.join('\n')) }))
}

/** Reads the markup inside a line. */
export function parseInline(text: string): Inline[] {
  const inlines: Inline[] = []
  let plainFrom = 0
  let at = 0
  const flush = (until: number) => {
    if (until > plainFrom) inlines.push({ at: plainFrom, kind: 'text', text: decoded(text.slice(plainFrom, until)) })
  }
  while (at < text.length) {
    const found = markupAt(text, at)
    if (!found) {
      at += 1
      continue
    }
    flush(at)
    inlines.push(found.inline)
    at += found.length
    plainFrom = at
  }
  flush(text.length)
  return inlines
}

/** Plain text with its emoji: what a `plain_text` object shows. */
export function parsePlain(text: string): Inline[] {
  const inlines: Inline[] = []
  let at = 0
  for (const found of text.matchAll(/:([a-z0-9_+'-]+):/g)) {
    const name = found[1] ?? ''
    if (!isEmoji(name) || found.index < at) continue
    if (found.index > at) inlines.push({ at, kind: 'text', text: decoded(text.slice(at, found.index)) })
    inlines.push({ at: found.index, kind: 'emoji', text: name })
    at = found.index + found[0].length
  }
  if (at < text.length) inlines.push({ at, kind: 'text', text: decoded(text.slice(at)) })
  return inlines
}

interface Found {
  readonly inline: Inline
  readonly length: number
}

function markupAt(text: string, at: number): Found | undefined {
  const sign = text.charAt(at)
  if (sign === '<') return match(/<([^<>\n]+)>/y, text, at, (body) => reference(body, at))
  if (sign === '`') {
    return match(/`([^`\n]+)`/y, text, at, (body) => ({ at, kind: 'code', text: decoded(body) }))
  }
  if (sign === ':') {
    const emoji = (name: string): Inline | undefined => (isEmoji(name) ? { at, kind: 'emoji', text: name } : undefined)
    return match(/:([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?/y, text, at, emoji)
  }
  if (sign === '*' || sign === '_' || sign === '~') return marked(text, at, sign)
  if (sign === 'h' && !isWord(text.charAt(at - 1))) {
    const link = (href: string): Inline => ({ at, kind: 'link', href: decoded(href), label: decoded(href) })
    return match(/(https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]'"])/y, text, at, link)
  }
  return undefined
}

function match(
  expression: RegExp,
  text: string,
  at: number,
  make: (body: string) => Inline | undefined,
): Found | undefined {
  expression.lastIndex = at
  const found = expression.exec(text)
  const inline = found ? make(found[1] ?? '') : undefined
  return found && inline ? { inline, length: found[0].length } : undefined
}

/** Bold, italic, strike: the signs must stand at the edges of words, on one line. */
function marked(text: string, at: number, sign: keyof typeof marks): Found | undefined {
  if (isWord(text.charAt(at - 1)) || /\s/.test(text.charAt(at + 1)) || text.charAt(at + 1) === sign) return undefined
  for (let end = at + 2; end < text.length && text.charAt(end) !== '\n'; end += 1) {
    if (text.charAt(end) === '`') {
      end = Math.max(end, text.indexOf('`', end + 1))
      continue
    }
    if (text.charAt(end) !== sign || /\s/.test(text.charAt(end - 1)) || isWord(text.charAt(end + 1))) continue
    const children = parseInline(text.slice(at + 1, end))
    return { inline: { at, kind: marks[sign], children }, length: end + 1 - at }
  }
  return undefined
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character)
}

/** What stands between `<` and `>`. */
function reference(body: string, at: number): Inline | undefined {
  const bar = body.indexOf('|')
  const target = bar === -1 ? body : body.slice(0, bar)
  const label = decoded(bar === -1 ? '' : body.slice(bar + 1))
  if (target.startsWith('@')) return { at, kind: 'user', id: target.slice(1), label }
  if (target.startsWith('#')) return { at, kind: 'channel', id: target.slice(1), label }
  if (target.startsWith('!subteam^')) return { at, kind: 'usergroup', id: target.slice(9), label }
  if (target.startsWith('!date^')) {
    const [, epoch = '', format = '', href = ''] = target.split('^')
    return { at, kind: 'date', epochSeconds: Number(epoch), format, href, fallback: label }
  }
  if (/^!(here|channel|everyone)$/.test(target)) return { at, kind: 'broadcast', id: target.slice(1), label }
  if (/^[a-z][a-z0-9+.-]*:/i.test(target))
    return { at, kind: 'link', href: decoded(target), label: label || decoded(target) }
  return undefined
}

function decoded(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
}
