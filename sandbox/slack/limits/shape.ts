import { isObject, type JsonObject, stringOf } from '../json.ts'

/** Answers with what is wrong at `at` (a JSON pointer), in the words Slack uses; nothing when all is well. */
export type Rule = (value: unknown, at: string) => string[]

/** A fault with its place, as it stands in `response_metadata.messages`. */
export function fault(message: string, at: string): string {
  return `${message} [json-pointer:${at}]`
}

export function string(max: number, min = 1): Rule {
  return (value, at) => {
    if (typeof value !== 'string') return [fault('must be a string', at)]
    if (value.length > max) return [fault(`must be less than ${max + 1} characters`, at)]
    if (value.length < min) return [fault(`must be more than ${min - 1} characters`, at)]
    return []
  }
}

export function pattern(expression: RegExp, message: string): Rule {
  return (value, at) => (typeof value === 'string' && expression.test(value) ? [] : [fault(message, at)])
}

export const webAddress: Rule = (value, at) => [
  ...string(3000)(value, at),
  ...pattern(/^(https?|slack|mailto|tel):/i, 'invalid url')(value, at),
]

export function whole(min: number, max: number): Rule {
  return (value, at) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return []
    return [fault(`must be an integer from ${min} to ${max}`, at)]
  }
}

export const finite: Rule = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? [] : [fault('must be a number', at)]

export const boolean: Rule = (value, at) => (typeof value === 'boolean' ? [] : [fault('must be a boolean', at)])

export function oneOf(...allowed: readonly unknown[]): Rule {
  return (value, at) => (allowed.includes(value) ? [] : [fault(`must be one of ${allowed.join(', ')}`, at)])
}

export function list(rule: Rule, max: number, min = 1): Rule {
  return (value, at) => {
    if (!Array.isArray(value)) return [fault('must be an array', at)]
    if (value.length > max) return [fault(`no more than ${max} items allowed`, at)]
    if (value.length < min) return [fault(`no less than ${min} items required`, at)]
    return value.flatMap((item, index) => rule(item, `${at}/${index}`))
  }
}

export type Fields = Readonly<Record<string, Rule>>

/** An object with these fields and no others. */
export function shape(required: Fields, optional: Fields = {}): Rule {
  return (value, at) => {
    if (!isObject(value)) return [fault('must be an object', at)]
    const missing = Object.keys(required).filter((name) => value[name] === undefined || value[name] === null)
    const faults = missing.map((name) => fault(`missing required field: ${name}`, at))
    for (const [name, field] of Object.entries(value)) {
      const rule = required[name] ?? optional[name]
      if (missing.includes(name) || field === undefined || field === null) continue
      faults.push(...(rule ? rule(field, `${at}/${name}`) : [fault(`invalid additional property: ${name}`, at)]))
    }
    return faults
  }
}

/** The rule for the object's `type`; a type outside the table is refused. */
export function byType(table: Readonly<Record<string, Rule>>): Rule {
  return (value, at) => {
    if (!isObject(value)) return [fault('must be an object', at)]
    const rule = Object.hasOwn(table, stringOf(value.type)) ? table[stringOf(value.type)] : undefined
    return rule ? rule(value, at) : [fault(`unsupported type: ${String(value.type)}`, at)]
  }
}

export function every(...rules: readonly Rule[]): Rule {
  return (value, at) => rules.flatMap((rule) => rule(value, at))
}

/** Exactly one of the fields must be there. */
export function exactlyOne(...names: readonly string[]): Rule {
  return (value, at) => {
    const present = names.filter((name) => isObject(value) && value[name] !== undefined)
    return present.length === 1 ? [] : [fault(`must have exactly one of ${names.join(', ')}`, at)]
  }
}

export function atLeastOne(...names: readonly string[]): Rule {
  return (value, at) => {
    const present = names.some((name) => isObject(value) && value[name] !== undefined)
    return present ? [] : [fault(`must have at least one of ${names.join(', ')}`, at)]
  }
}

/** Picks the entries of a table. */
export function only<T>(table: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(table).filter(([name]) => names.includes(name)))
}

/** Every object inside the value, itself included, with its pointer. */
export function* objectsWithin(value: unknown, at = ''): Generator<{ object: JsonObject; at: string }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* objectsWithin(item, `${at}/${index}`)
    return
  }
  if (!isObject(value)) return
  yield { object: value, at }
  for (const [name, field] of Object.entries(value)) yield* objectsWithin(field, `${at}/${name}`)
}
