/**
 * The line, from 1, on which a field of an object literal is written; of the nearest field around it that is written out. Undefined when the
 * source has no `defineConfig(` or default export of an object.
 */
export function lineOfField(source: string, path: readonly PropertyKey[]): number | undefined {
  const tokens = tokensOf(source)
  let index = startOf(tokens)
  if (index === undefined) return undefined
  let line = tokens[index]?.line
  for (const step of path) {
    index = typeof step === 'number' ? itemAt(tokens, index, step) : fieldAt(tokens, index, String(step))
    const found = index === undefined ? undefined : tokens[index]
    if (index === undefined || found === undefined) return line
    line = typeof step === 'number' ? found.line : (tokens[index - 2]?.line ?? found.line)
  }
  return line
}

interface Token {
  readonly text: string
  readonly line: number
}

const shape =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|[\w$.-]+|\n|[^\s\w]/g

function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  let line = 1
  for (const [text] of source.matchAll(shape)) {
    if (!/^(?:\/\/|\/\*|\n)/.test(text)) tokens.push({ text, line })
    line += text.split('\n').length - 1
  }
  return tokens
}

/** The brace that opens the configuration. */
function startOf(tokens: readonly Token[]): number | undefined {
  const call = tokens.findIndex(({ text }, at) => text === 'defineConfig' && tokens[at + 1]?.text === '(')
  const exported = tokens.findIndex(({ text }, at) => text === 'export' && tokens[at + 1]?.text === 'default')
  const from = call === -1 ? exported : call
  if (from === -1) return undefined
  const brace = tokens.findIndex(({ text }, at) => at > from && text === '{')
  return brace === -1 ? undefined : brace
}

/** Where the value of a field begins, in the object that opens at `open`. */
function fieldAt(tokens: readonly Token[], open: number, name: string): number | undefined {
  if (tokens[open]?.text !== '{') return undefined
  for (let at = open + 1; at < tokens.length; at = afterValue(tokens, at) + 1) {
    if (tokens[at]?.text === '}') return undefined
    if (unquoted(tokens[at]?.text ?? '') === name && tokens[at + 1]?.text === ':') return at + 2
  }
  return undefined
}

/** Where an item begins, in the array that opens at `open`. */
function itemAt(tokens: readonly Token[], open: number, index: number): number | undefined {
  if (tokens[open]?.text !== '[') return undefined
  let at = open + 1
  for (let passed = 0; passed < index && at < tokens.length; passed++) at = afterValue(tokens, at) + 1
  const token = tokens[at]
  return token === undefined || token.text === ']' ? undefined : at
}

/** The comma, or the closing bracket, that ends the value or field which begins here. */
function afterValue(tokens: readonly Token[], from: number): number {
  let depth = 0
  for (let at = from; at < tokens.length; at++) {
    const text = tokens[at]?.text ?? ''
    if (depth === 0 && (text === ',' || /^[}\])]$/.test(text))) return text === ',' ? at : at - 1
    if (/^[{[(]$/.test(text)) depth += 1
    if (/^[}\])]$/.test(text)) depth -= 1
  }
  return tokens.length
}

function unquoted(text: string): string {
  return /^['"`]/.test(text) ? text.slice(1, -1) : text
}
