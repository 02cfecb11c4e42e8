import { hasTrait, membersOf, type Shape, textTrait, timestampFormat } from './shapes.ts'

/** The members of an SDK-shaped value as XML elements, without a root. */
export function xmlMembers(shape: Shape, value: unknown): string {
  const source = Object(value)
  return membersOf(shape)
    .filter(([, member]) => !hasTrait(member, 'xmlAttribute'))
    .map(([name, member]) => xmlMember(member, textTrait(member, 'xmlName') ?? name, Reflect.get(source, name)))
    .join('')
}

/** One element with its content; nothing for an absent value. */
export function xmlMember(shape: Shape, name: string, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (shape.isStructSchema()) return `<${name}${xmlAttributes(shape, value)}>${xmlMembers(shape, value)}</${name}>`
  if (shape.isListSchema()) return xmlList(shape, name, value)
  if (shape.isMapSchema()) return xmlMap(shape, name, value)
  return `<${name}>${escapeXml(xmlText(shape, value))}</${name}>`
}

/** A scalar as XML text. */
export function xmlText(shape: Shape, value: unknown): string {
  if (shape.isTimestampSchema()) {
    const date = value instanceof Date ? value : new Date(String(value))
    const format = timestampFormat(shape, 'date-time')
    if (format === 'epoch-seconds') return String(date.getTime() / 1000)
    return format === 'date-time' ? date.toISOString() : date.toUTCString()
  }
  if (shape.isBlobSchema()) return Buffer.from(value as Uint8Array).toString('base64')
  return String(value)
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;')
    .replaceAll('\n', '&#xA;')
}

function xmlList(shape: Shape, name: string, value: unknown): string {
  const items = Array.isArray(value) ? value : [value]
  const itemShape = shape.getValueSchema()
  if (hasTrait(shape, 'xmlFlattened')) return items.map((item) => xmlMember(itemShape, name, item)).join('')
  const itemName = textTrait(itemShape, 'xmlName') ?? 'member'
  return `<${name}>${items.map((item) => xmlMember(itemShape, itemName, item)).join('')}</${name}>`
}

function xmlMap(shape: Shape, name: string, value: unknown): string {
  const keyShape = shape.getKeySchema()
  const valueShape = shape.getValueSchema()
  const keyName = textTrait(keyShape, 'xmlName') ?? 'key'
  const valueName = textTrait(valueShape, 'xmlName') ?? 'value'
  const isFlat = hasTrait(shape, 'xmlFlattened')
  const entries = Object.entries(Object(value)).map(([key, item]) => {
    const entry = `${xmlMember(keyShape, keyName, key)}${xmlMember(valueShape, valueName, item)}`
    return isFlat ? `<${name}>${entry}</${name}>` : `<entry>${entry}</entry>`
  })
  return isFlat ? entries.join('') : `<${name}>${entries.join('')}</${name}>`
}

function xmlAttributes(shape: Shape, value: unknown): string {
  const source = Object(value)
  return membersOf(shape)
    .filter(([name, member]) => hasTrait(member, 'xmlAttribute') && Reflect.get(source, name) !== undefined)
    .map(([name, member]) => {
      const attribute = textTrait(member, 'xmlName') ?? name
      const prefix = attribute.split(':')[0]
      const namespace = prefix === 'xsi' ? ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' : ''
      return `${namespace} ${attribute}="${escapeXml(String(Reflect.get(source, name)))}"`
    })
    .join('')
}
