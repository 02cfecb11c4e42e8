import { invalidPattern, type MatchMessage } from './filter-pattern.ts'
import { readWanted } from './json-pattern.ts'
import { testValue } from './value-test.ts'

type Field = { readonly kind: 'rest' } | { readonly kind: 'field'; readonly test: (value: string) => boolean }

/** Compiles a pattern for space-delimited events: `[ip, user, ..., status_code = 4* && status_code != 404, bytes]`. */
export function compileSpacePattern(source: string): MatchMessage {
  if (!source.endsWith(']')) throw invalidPattern('Invalid filter pattern')
  const fields = splitFields(source.slice(1, -1)).map(readField)
  const rest = fields.findIndex(({ kind }) => kind === 'rest')
  if (fields.filter(({ kind }) => kind === 'rest').length > 1)
    throw invalidPattern('Invalid filter pattern: only one ellipsis is allowed')
  return (message) => {
    const values = splitEvent(message)
    if (rest < 0) return matchInOrder(fields, absorb(values, fields.length))
    const after = fields.slice(rest + 1)
    if (values.length < fields.length - 1) return false
    return (
      matchInOrder(fields.slice(0, rest), values.slice(0, rest)) &&
      matchInOrder(after, after.length === 0 ? [] : values.slice(-after.length))
    )
  }
}

function matchInOrder(fields: readonly Field[], values: readonly string[]): boolean {
  if (values.length < fields.length) return false
  return fields.every((field, index) => field.kind === 'rest' || field.test(values[index] ?? ''))
}

/** The last field of a pattern takes whatever words are left over. */
function absorb(values: readonly string[], count: number): readonly string[] {
  return values.length <= count ? values : [...values.slice(0, count - 1), values.slice(count - 1).join(' ')]
}

/** Splits at commas outside of quotes and regular expressions. */
function splitFields(source: string): string[] {
  const parts = source.match(/(?:"(?:\\.|[^"\\])*"|%(?:\\%|[^%])*%|[^,"%])+|,/g) ?? []
  const fields: string[] = ['']
  for (const part of parts) {
    if (part === ',') fields.push('')
    else fields[fields.length - 1] += part
  }
  const trimmed = fields.map((field) => field.trim())
  return trimmed.at(-1) === '' ? trimmed.slice(0, -1) : trimmed
}

function readField(source: string): Field {
  if (source === '...' || source === '…') return { kind: 'rest' }
  const alternatives = source.split('||').map((alternative) => alternative.split('&&').map(readCondition))
  return {
    kind: 'field',
    test: (value) => alternatives.some((conditions) => conditions.every((condition) => condition(value))),
  }
}

function readCondition(source: string): (value: string) => boolean {
  const match = /^\(?\s*[\w\-.]*\s*(!=|<=|>=|=|<|>)\s*(%(?:\\%|[^%])*%|"(?:\\.|[^"\\])*"|[^)]*?)\s*\)?\s*$/.exec(
    source.trim(),
  )
  if (match === null) {
    if (!/^[\w\-. ]*$/.test(source)) throw invalidPattern('Invalid filter pattern')
    return () => true
  }
  const [, operator = '=', word = ''] = match
  const wanted = readWanted(word)
  return (value) => testValue(value, operator, wanted)
}

/** Words of an event; what stands in brackets or double quotes is one word, without them. */
function splitEvent(message: string): string[] {
  return [...message.trim().matchAll(/\[([^\]]*)\]|"([^"]*)"|(\S+)/g)].map(
    ([, bracketed, quoted, word]) => bracketed ?? quoted ?? word ?? '',
  )
}
