import { escapeRegex } from '../logs/value-test.ts'

/** Tests one value of an event; `undefined` is a field that is absent. */
export type TestValue = (value: unknown) => boolean

/** What an event pattern says that EventBridge refuses. */
export class InvalidPattern extends Error {}

/** Compiles one entry of a pattern's list: a plain value or a comparison such as `{ "prefix": "orders-" }`. */
export function compileCondition(entry: unknown): TestValue {
  if (entry === null) return (value) => value === null
  if (typeof entry !== 'object') return (value) => value === entry
  if (Array.isArray(entry)) throw new InvalidPattern('Unexpected array in match value')
  const operators = Object.entries(entry)
  const [only] = operators
  if (operators.length !== 1 || only === undefined) throw new InvalidPattern('Only one key allowed in match expression')
  return compileOperator(...only)
}

function compileOperator(operator: string, wanted: unknown): TestValue {
  switch (operator) {
    case 'exists':
      if (typeof wanted !== 'boolean') throw new InvalidPattern('exists match pattern must be either true or false')
      return (value) => (value !== undefined) === wanted
    case 'prefix':
      return onText(wanted, 'prefix', (given, text) => given.startsWith(text))
    case 'suffix':
      return onText(wanted, 'suffix', (given, text) => given.endsWith(text))
    case 'equals-ignore-case': {
      const text = textIn(wanted, operator)
      return (value) => typeof value === 'string' && value.toLowerCase() === text.toLowerCase()
    }
    case 'wildcard':
      return compileWildcard(wanted)
    case 'numeric':
      return compileNumeric(wanted)
    case 'cidr':
      return compileCidr(wanted)
    case 'anything-but':
      return compileAnythingBut(wanted)
    default:
      throw new InvalidPattern(`Unrecognized match type ${operator}`)
  }
}

/** `prefix` and `suffix` also take `{ "equals-ignore-case": … }`. */
function onText(wanted: unknown, operator: string, test: (given: string, text: string) => boolean): TestValue {
  if (typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)) {
    const text = textIn(Reflect.get(wanted, 'equals-ignore-case'), operator).toLowerCase()
    return (value) => typeof value === 'string' && test(value.toLowerCase(), text)
  }
  const text = textIn(wanted, operator)
  return (value) => typeof value === 'string' && test(value, text)
}

function compileAnythingBut(wanted: unknown): TestValue {
  if (typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)) {
    const [only, ...more] = Object.entries(wanted)
    if (only === undefined || more.length > 0)
      throw new InvalidPattern('Only one key allowed in anything-but expression')
    const [operator, inner] = only
    if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(operator))
      throw new InvalidPattern(`Unsupported anything-but pattern: ${operator}`)
    const texts = (Array.isArray(inner) ? inner : [inner]).map((item) => textIn(item, operator))
    if (texts.some((text) => text === '' && operator !== 'wildcard'))
      throw new InvalidPattern(`Null or empty ${operator} not allowed in anything-but`)
    const tests = texts.map((text) => compileOperator(operator, text))
    return (value) => value !== undefined && !tests.some((test) => test(value))
  }
  const values: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted]
  if (
    values.length === 0 ||
    values.some((value) => typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
  ) {
    throw new InvalidPattern('Inside anything but list, start|null|boolean is not supported.')
  }
  return (value) => value !== undefined && !values.includes(value)
}

function compileWildcard(wanted: unknown): TestValue {
  const text = textIn(wanted, 'wildcard')
  if (text.includes('**')) throw new InvalidPattern('Consecutive wildcard characters')
  const parts = text.split('*')
  // EventBridge refuses patterns whose wildcards could match in too many ways.
  if (parts.length > 6)
    throw new InvalidPattern(
      'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    )
  const regex = new RegExp(`^${parts.map(escapeRegex).join('[\\s\\S]*')}$`)
  return (value) => typeof value === 'string' && regex.test(value)
}

const comparisons: Readonly<Record<string, (given: number, limit: number) => boolean>> = {
  '=': (given, limit) => given === limit,
  '<': (given, limit) => given < limit,
  '<=': (given, limit) => given <= limit,
  '>': (given, limit) => given > limit,
  '>=': (given, limit) => given >= limit,
}

function compileNumeric(wanted: unknown): TestValue {
  if (!Array.isArray(wanted) || (wanted.length !== 2 && wanted.length !== 4))
    throw new InvalidPattern('Invalid numeric match')
  const tests: TestValue[] = []
  for (let index = 0; index < wanted.length; index += 2) {
    const compare = comparisons[String(wanted[index])]
    const limit: unknown = wanted[index + 1]
    if (compare === undefined || typeof limit !== 'number') throw new InvalidPattern('Invalid numeric match')
    tests.push((value) => typeof value === 'number' && compare(value, limit))
  }
  if (wanted.length === 4) {
    const [lower, low, upper, high] = wanted
    if (!String(lower).startsWith('>') || !String(upper).startsWith('<') || Number(low) >= Number(high))
      throw new InvalidPattern('Bottom must be less than top')
  }
  return (value) => tests.every((test) => test(value))
}

function compileCidr(wanted: unknown): TestValue {
  const [, address = '', bits = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(textIn(wanted, 'cidr')) ?? []
  const base = addressBits(address)
  if (base === undefined || Number(bits) > base.width)
    throw new InvalidPattern('Malformed CIDR, one of base address and prefix length is invalid')
  const shift = BigInt(base.width - Number(bits))
  return (value) => {
    const given = typeof value === 'string' ? addressBits(value) : undefined
    return given !== undefined && given.width === base.width && given.bits >> shift === base.bits >> shift
  }
}

function addressBits(address: string): { bits: bigint; width: number } | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) {
    const parts = address.split('.').map(Number)
    return parts.some((part) => part > 255)
      ? undefined
      : { bits: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), width: 32 }
  }
  if (!/^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(address)) return undefined
  const [head = '', tail] = address.split('::')
  const front = head.split(':').filter((part) => part !== '')
  const back = (tail ?? '').split(':').filter((part) => part !== '')
  if (tail === undefined ? front.length !== 8 : front.length + back.length > 7) return undefined
  const parts = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => '0'), ...back]
  return { bits: parts.reduce((sum, part) => sum * 65_536n + BigInt(Number.parseInt(part, 16)), 0n), width: 128 }
}

function textIn(value: unknown, operator: string): string {
  if (typeof value !== 'string') throw new InvalidPattern(`${operator} match pattern must be a string`)
  return value
}
