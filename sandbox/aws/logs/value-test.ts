import { AwsError } from '../wire/errors.ts'

/** What stands on the right of an operator in a filter pattern. */
export type Wanted =
  | { readonly kind: 'text'; readonly text: string; readonly isQuoted: boolean }
  | { readonly kind: 'regex'; readonly regex: RegExp }

const number = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

/** Compares one value of an event with what a pattern wants: numbers as numbers, `*` as a wildcard, `%…%` as a regular expression. */
export function testValue(value: unknown, operator: string, wanted: Wanted): boolean {
  if (wanted.kind === 'regex') return wanted.regex.test(String(value)) === (operator !== '!=')
  const isOrder = ['<', '>', '<=', '>='].includes(operator)
  if (isOrder) {
    const given = numberOf(value)
    const limit = numberOf(wanted.text)
    if (given === undefined || limit === undefined) return false
    if (operator === '<') return given < limit
    if (operator === '>') return given > limit
    return operator === '<=' ? given <= limit : given >= limit
  }
  return isEqual(value, wanted.text) === (operator === '=')
}

function isEqual(value: unknown, wanted: string): boolean {
  const given = numberOf(value)
  const asNumber = numberOf(wanted)
  if (given !== undefined && asNumber !== undefined) return given === asNumber
  const text = String(value)
  if (!wanted.includes('*')) return text === wanted
  return new RegExp(`^${wanted.split('*').map(escapeRegex).join('[\\s\\S]*')}$`).test(text)
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && number.test(value) ? Number(value) : undefined
}

/** A `%…%` expression; only the characters that CloudWatch Logs documents. */
export function readRegex(source: string): RegExp {
  if (!/^[A-Za-z0-9\s:_#=@/;,\-^$?[\]{}|\\*+.%&<>"'`~]*$/.test(source)) {
    throw new AwsError(
      'InvalidParameterException',
      `Invalid filter pattern: unsupported character in regular expression %${source}%`,
      { status: 400 },
    )
  }
  try {
    return new RegExp(source.replaceAll('\\%', '%'))
  } catch {
    throw new AwsError('InvalidParameterException', `Invalid filter pattern: invalid regular expression %${source}%`, {
      status: 400,
    })
  }
}

export function escapeRegex(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
