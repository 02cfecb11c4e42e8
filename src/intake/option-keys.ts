import { nearMisses } from './near-miss.ts'
import type { Word } from './tidy.ts'
import type { Verb } from './verbs.ts'

/** Every spelling of a key, and the key. */
export const keyOf = new Map<string, string>(
  Object.entries({
    account: 'account in acct accountid account-id',
    region: 'region r aws-region',
    last: 'last past',
    since: 'since after start start-time',
    from: 'from between',
    to: 'to until till end end-time',
    at: 'at around',
    name: 'name resource api function fn table queue stack bucket rule role',
    private: 'private privately',
    json: 'json',
  }).flatMap(([key, spellings]) => spellings.split(' ').map((spelling) => [spelling, key] as const)),
)
/** Keys that work as bare words: `in prod`, `last 30m`. */
export const bareKeys = new Set([
  'in',
  'region',
  'last',
  'past',
  'since',
  'from',
  'between',
  'to',
  'until',
  'till',
  'at',
  'around',
])
/** Keys without a value. */
export const flags = new Set(['private', 'json'])

/** A key in one of its written forms. */
export interface Option {
  readonly key: string
  readonly typed: string
  readonly value?: string
}

/** `--key`, `-key`, `--key=value`, `key=value`, and `key:value` for keys that are known. */
export function optionOf(word: Word, verb: Verb): Option | undefined {
  const match = /^(--?)?([A-Za-z][A-Za-z0-9_-]{0,30})(?:([=:])([\s\S]*))?$/.exec(word.text)
  if (match === null || (word.isQuoted && match[3] !== '=')) return undefined
  const [, dashes, typed = '', sign, value] = match
  if (dashes === undefined && sign === undefined) return undefined
  const lower = typed.toLowerCase().replaceAll('_', '-')
  const key = keyOf.get(lower) ?? (verb.details.includes(lower) ? lower : undefined)
  if (sign === ':' && (key === undefined || key === 'name' || /^\d*$/.test(typed))) return undefined
  return { key: key ?? '', typed, ...(value === undefined ? {} : { value }) }
}

/** A sentence about a key the verb does not take. */
export function unknownKey(typed: string, verb: Verb): string {
  const known = ['account', 'region', 'last', 'since', 'from', 'to', 'at', ...verb.details, 'private', 'json']
  const [close] = nearMisses(typed, known, 1)
  const hint = close === undefined ? '' : ` Did you mean \`${close}\`?`
  return `\`${verb.name}\` does not take \`${typed}\`.${hint} It takes ${known.join(', ')}.`
}

/** How a key is used. */
export function exampleOf(key: string): string {
  const examples: Readonly<Record<string, string>> = {
    account: 'in prod',
    region: 'region eu-west-1',
    last: 'last 30m',
    since: 'since 14:05',
    from: 'from 14:00 to 15:00',
    to: 'to 15:00',
    at: 'at 14:05',
  }
  return examples[key] ?? `${key}=value`
}
