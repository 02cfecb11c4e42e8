import { hasTrait, membersOf, type Shape, textTrait, timestampFormat } from './shapes.ts'

/** `awsQuery` numbers list items under `member`; `ec2Query` numbers them directly and capitalises names. */
export type FormDialect = 'awsQuery' | 'ec2Query'

/** The body of a query-protocol request as an SDK-shaped input. */
export function fromForm(shape: Shape, form: URLSearchParams, dialect: FormDialect): unknown {
  return readStruct(shape, form, '', dialect) ?? {}
}

function read(shape: Shape, form: URLSearchParams, prefix: string, dialect: FormDialect): unknown {
  if (shape.isStructSchema()) return readStruct(shape, form, `${prefix}.`, dialect)
  if (shape.isListSchema()) return readList(shape, form, prefix, dialect)
  if (shape.isMapSchema()) return readMap(shape, form, prefix, dialect)
  const text = form.get(prefix)
  return text === null ? undefined : scalar(shape, text)
}

function readStruct(shape: Shape, form: URLSearchParams, prefix: string, dialect: FormDialect): unknown {
  const out: Record<string, unknown> = {}
  for (const [name, member] of membersOf(shape)) {
    const value = read(member, form, prefix + memberName(name, member, dialect), dialect)
    if (value !== undefined) out[name] = value
  }
  return Object.keys(out).length === 0 ? undefined : out
}

function readList(shape: Shape, form: URLSearchParams, prefix: string, dialect: FormDialect): unknown {
  const item = shape.getValueSchema()
  const isFlat = dialect === 'ec2Query' || hasTrait(shape, 'xmlFlattened')
  const base = isFlat ? prefix : `${prefix}.${textTrait(item, 'xmlName') ?? 'member'}`
  const items: unknown[] = []
  for (let index = 1; ; index += 1) {
    const value = read(item, form, `${base}.${index}`, dialect)
    if (value === undefined) break
    items.push(value)
  }
  if (items.length > 0) return items
  return form.get(prefix) === '' ? [] : undefined
}

function readMap(shape: Shape, form: URLSearchParams, prefix: string, dialect: FormDialect): unknown {
  const base = hasTrait(shape, 'xmlFlattened') ? prefix : `${prefix}.entry`
  const keyName = textTrait(shape.getKeySchema(), 'xmlName') ?? 'key'
  const valueName = textTrait(shape.getValueSchema(), 'xmlName') ?? 'value'
  const out: Record<string, unknown> = {}
  for (let index = 1; ; index += 1) {
    const key = form.get(`${base}.${index}.${keyName}`)
    if (key === null) break
    out[key] = read(shape.getValueSchema(), form, `${base}.${index}.${valueName}`, dialect)
  }
  return Object.keys(out).length === 0 ? undefined : out
}

function memberName(name: string, member: Shape, dialect: FormDialect): string {
  if (dialect === 'awsQuery') return textTrait(member, 'xmlName') ?? name
  const ec2Name = textTrait(member, 'ec2QueryName')
  if (ec2Name !== undefined) return ec2Name
  const xmlName = textTrait(member, 'xmlName') ?? name
  return xmlName.charAt(0).toUpperCase() + xmlName.slice(1)
}

/** Text from a form, query string, path or header as the value its shape asks for. */
export function scalar(shape: Shape, text: string): unknown {
  if (shape.isNumericSchema()) return Number(text)
  if (shape.isBooleanSchema()) return text === 'true'
  if (shape.isBigIntegerSchema()) return BigInt(text)
  if (shape.isBlobSchema()) return new Uint8Array(Buffer.from(text, 'base64'))
  if (!shape.isTimestampSchema()) return text
  const isEpoch = timestampFormat(shape, 'date-time') === 'epoch-seconds' || /^\d+(\.\d+)?$/.test(text)
  return new Date(isEpoch ? Number(text) * 1000 : text)
}
