/** A JSON object whose shape is not known. */
export type Fields = Readonly<Record<string, unknown>>

export function requestIdOf(id: string | undefined): { requestId?: string } {
  return id === undefined || id === 'undefined' || id === '' ? {} : { requestId: id }
}

export function given<K extends string, T>(name: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: T })
}

export function parseObject(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function numeric(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
