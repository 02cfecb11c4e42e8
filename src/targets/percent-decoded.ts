/** A pasted address with its `%2F` read; a `%` that encodes nothing leaves the text as it stands. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
