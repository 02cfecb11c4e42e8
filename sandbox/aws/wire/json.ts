import { membersOf, type Shape, textTrait, timestampFormat } from './shapes.ts'

export interface JsonDialect {
  /** restJson renames members by their `jsonName`; awsJson does not. */
  readonly jsonNames: boolean
}

/** An SDK-shaped value as the JSON that AWS would send. Members the shape does not know are left out. */
export function toJson(shape: Shape, value: unknown, dialect: JsonDialect): unknown {
  if (value === undefined || value === null) return undefined
  if (shape.isDocumentSchema()) return value
  if (shape.isStructSchema()) {
    const out: Record<string, unknown> = {}
    for (const [name, member] of membersOf(shape)) {
      const written = toJson(member, Reflect.get(Object(value), name), dialect)
      if (written !== undefined) out[wireName(name, member, dialect)] = written
    }
    return out
  }
  if (shape.isListSchema()) return listOf(value).map((item) => toJson(shape.getValueSchema(), item, dialect) ?? null)
  if (shape.isMapSchema()) {
    return Object.fromEntries(
      Object.entries(Object(value)).map(([key, item]) => [key, toJson(shape.getValueSchema(), item, dialect) ?? null]),
    )
  }
  if (shape.isTimestampSchema()) return jsonTime(shape, value)
  if (shape.isBlobSchema()) return Buffer.from(value as Uint8Array).toString('base64')
  if (shape.isBigIntegerSchema()) return Number(value)
  return value
}

/** JSON from a client as an SDK-shaped value: dates are `Date`, blobs are bytes. */
export function fromJson(shape: Shape, value: unknown, dialect: JsonDialect): unknown {
  if (value === undefined || value === null) return undefined
  if (shape.isDocumentSchema()) return value
  if (shape.isStructSchema()) {
    const out: Record<string, unknown> = {}
    for (const [name, member] of membersOf(shape)) {
      const read = fromJson(member, Reflect.get(Object(value), wireName(name, member, dialect)), dialect)
      if (read !== undefined) out[name] = read
    }
    return out
  }
  if (shape.isListSchema()) return listOf(value).map((item) => fromJson(shape.getValueSchema(), item, dialect))
  if (shape.isMapSchema()) {
    return Object.fromEntries(
      Object.entries(Object(value)).map(([key, item]) => [key, fromJson(shape.getValueSchema(), item, dialect)]),
    )
  }
  if (shape.isTimestampSchema()) return new Date(typeof value === 'number' ? value * 1000 : String(value))
  if (shape.isBlobSchema()) return new Uint8Array(Buffer.from(String(value), 'base64'))
  return value
}

function wireName(name: string, member: Shape, { jsonNames }: JsonDialect): string {
  return (jsonNames ? textTrait(member, 'jsonName') : undefined) ?? name
}

function jsonTime(shape: Shape, value: unknown): number | string {
  const date = value instanceof Date ? value : new Date(String(value))
  const format = timestampFormat(shape, 'epoch-seconds')
  if (format === 'epoch-seconds') return date.getTime() / 1000
  return format === 'date-time' ? date.toISOString() : date.toUTCString()
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}
