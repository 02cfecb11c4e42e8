import { compileCondition, InvalidPattern, type TestValue } from './condition.ts'

/** Tells whether an event matches. */
export type MatchEvent = (event: unknown) => boolean

type Test = (event: unknown) => boolean

/**
 * Compiles an EventBridge event pattern. Throws InvalidPattern for what EventBridge refuses.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function compileEventPattern(pattern: unknown): MatchEvent {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern))
    throw new InvalidPattern('Filter is not an object')
  if (Object.keys(pattern).length === 0) throw new InvalidPattern('Empty patterns are not allowed')
  const test = compileObject(pattern)
  return (event) => test(expandKeys(event))
}

function compileObject(pattern: object): Test {
  const tests = Object.entries(pattern).map(([key, value]): Test => {
    if (
      key === '$or' &&
      Array.isArray(value) &&
      value.length >= 2 &&
      value.every((entry) => typeof entry === 'object' && entry !== null)
    ) {
      const alternatives = value.map((entry: object) => compileObject(entry))
      return (event) => alternatives.some((alternative) => alternative(event))
    }
    return compileKey(key, value)
  })
  // Elements of a list of objects are looked at one by one: all fields have to come from the same element.
  const test: Test = (event) => (Array.isArray(event) ? event.some(test) : tests.every((inner) => inner(event)))
  return test
}

function compileKey(key: string, value: unknown): Test {
  if (Array.isArray(value)) {
    if (value.length === 0) throw new InvalidPattern(`"${key}" must not be an empty list`)
    const conditions = value.map(compileCondition)
    return (event) => select(event, key).some((selected) => testLeaf(selected, conditions))
  }
  if (typeof value !== 'object' || value === null) throw new InvalidPattern(`"${key}" must be an object or an array`)
  const inner = compileObject(value)
  return (event) => select(event, key).some(inner)
}

/** The values a key stands for; `a.b` is a path. Absent is `undefined`. */
function select(event: unknown, key: string): unknown[] {
  return key
    .split('.')
    .reduce<unknown[]>(
      (values, name) =>
        values.flatMap((value) => (Array.isArray(value) ? value : [value]).map((item) => memberOf(item, name))),
      [event],
    )
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}

/** An event whose keys with dots are paths too: EventBridge does not tell `{ "a.b": 1 }` from `{ "a": { "b": 1 } }`. */
function expandKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expandKeys)
  if (typeof value !== 'object' || value === null) return value
  const out: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) {
    const [name = key, ...rest] = key.split('.')
    const expanded = rest.reduceRight((nested: unknown, part) => ({ [part]: nested }), expandKeys(inner))
    const known = out[name]
    out[name] =
      rest.length > 0 && typeof known === 'object' && known !== null && typeof expanded === 'object'
        ? { ...known, ...expanded }
        : expanded
  }
  return out
}

/** A list in the event matches when one of its values does; an empty one is like an absent field. */
function testLeaf(value: unknown, conditions: readonly TestValue[]): boolean {
  if (Array.isArray(value)) {
    const leaves = value.flat(Number.POSITIVE_INFINITY)
    return leaves.length === 0
      ? conditions.some((condition) => condition(undefined))
      : leaves.some((leaf) => testLeaf(leaf, conditions))
  }
  // Only leaves exist: an object is no value.
  const leaf = typeof value === 'object' && value !== null ? undefined : value
  return conditions.some((condition) => condition(leaf))
}
