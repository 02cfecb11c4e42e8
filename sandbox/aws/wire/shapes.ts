import { NormalizedSchema } from '@smithy/core/schema'

/** A shape of an SDK client's model, with its traits merged. */
export type Shape = NormalizedSchema

/** How a client writes and reads: the same words as the Smithy protocol traits. */
export type Protocol = 'awsJson1.0' | 'awsJson1.1' | 'awsQuery' | 'ec2Query' | 'restJson' | 'restXml'

export interface RestBinding {
  readonly method: string
  /** The path as the model writes it, without its query: `/restapis/{restApiId}`. */
  readonly path: string
  /** Query parameters that are part of the route: `policy`, `x-id=GetObject`. */
  readonly query: readonly (readonly [string, string])[]
  readonly status: number
}

export interface Operation {
  readonly name: string
  readonly input: Shape
  readonly output: Shape
  readonly rest?: RestBinding
}

export interface ErrorShape {
  readonly name: string
  /** The code on the wire where it differs from the name: `NoSuchEntity`. */
  readonly code: string
  readonly status: number
  readonly fault: 'client' | 'server'
  readonly shape: Shape
}

export interface Model {
  readonly operations: ReadonlyMap<string, Operation>
  readonly errors: ReadonlyMap<string, ErrorShape>
}

/** Reads a client package's exported schemas (names ending in `$`) into operations and errors. */
export function readModel(clientModule: object): Model {
  const operations = new Map<string, Operation>()
  const errors = new Map<string, ErrorShape>()
  for (const [exportName, schema] of Object.entries(clientModule)) {
    if (!exportName.endsWith('$') || !Array.isArray(schema)) continue
    if (schema[0] === 9) {
      const operation = readOperation(schema)
      operations.set(operation.name, operation)
    }
    if (schema[0] === -3) {
      const error = readError(schema)
      errors.set(error.name, error)
    }
  }
  return { operations, errors }
}

/** The members of a structure, or none for the unit shape. */
export function membersOf(shape: Shape): readonly (readonly [string, Shape])[] {
  if (shape.isUnitSchema()) return []
  return [...shape.structIterator()].map(([name, member]) => [name, NormalizedSchema.of(member)] as const)
}

/** A trait's value as text: `xmlName`, `jsonName`, `httpQuery`, `httpHeader`, `ec2QueryName`, `httpPrefixHeaders`. */
export function textTrait(shape: Shape, trait: string): string | undefined {
  const value: unknown = Reflect.get(shape.getMergedTraits(), trait)
  return typeof value === 'string' ? value : undefined
}

export function hasTrait(shape: Shape, trait: string): boolean {
  const value: unknown = Reflect.get(shape.getMergedTraits(), trait)
  return value !== undefined && value !== 0
}

export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds'

/** The timestamp format a shape asks for, or the protocol's own. */
export function timestampFormat(shape: Shape, fallback: TimestampFormat): TimestampFormat {
  const schema: unknown = shape.getSchema()
  if (schema === 5) return 'date-time'
  if (schema === 6) return 'http-date'
  if (schema === 7) return 'epoch-seconds'
  return fallback
}

function readOperation(schema: readonly unknown[]): Operation {
  const [, , name, traits, input, output] = schema
  const http: unknown = isRecord(traits) ? traits.http : undefined
  const shapes = { name: String(name), input: shapeOf(input), output: shapeOf(output) }
  if (!Array.isArray(http)) return shapes
  const [method, uri, status] = http
  const [path = '/', query = ''] = String(uri).split('?')
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [key = '', value = ''] = pair.split('=')
      return [key, value] as const
    })
  return { ...shapes, rest: { method: String(method), path, query: pairs, status: Number(status) } }
}

function readError(schema: readonly unknown[]): ErrorShape {
  const [, , name, traits] = schema
  const own = isRecord(traits) ? traits : {}
  const query = Array.isArray(own.awsQueryError) ? own.awsQueryError : []
  const fault = own.error === 'server' ? 'server' : 'client'
  return {
    name: String(name),
    code: typeof query[0] === 'string' ? query[0] : String(name),
    status: Number(own.httpError ?? query[1] ?? (fault === 'server' ? 500 : 400)),
    fault,
    shape: shapeOf(schema),
  }
}

function shapeOf(schema: unknown): Shape {
  // The clients' schema arrays are data; NormalizedSchema is the SDK's own reader for them.
  return NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0])
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
