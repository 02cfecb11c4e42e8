/** The object that a text holds as JSON; an empty one when it holds none, because an error of the parser's would quote what it could not read. */
export function jsonObject(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}
