import { AwsError } from '../wire/errors.ts'

/** A metric math expression as a tree. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }

const precedence: Readonly<Record<string, number>> = {
  OR: 1,
  '||': 1,
  AND: 2,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '>': 4,
  '<=': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '^': 7,
}
const token =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|("[^"]*"|'(?:[^']|'')*')|([A-Za-z_]\w*)|(==|!=|<=|>=|&&|\|\||[-+*/^<>(),[\]!]))/y

/** Reads a metric math expression. Throws ValidationError when it is not one. */
export function parseExpression(source: string): Expression {
  const tokens = tokenize(source)
  let index = 0
  const peek = (): string | undefined => tokens[index]
  const take = (): string => tokens[index++] ?? fail(source)
  const expect = (wanted: string): void => {
    if (take() !== wanted) fail(source)
  }

  const readArguments = (end: string): Expression[] => {
    const args: Expression[] = []
    while (peek() !== end) {
      args.push(readBinary(0))
      if (peek() === ',') take()
      else if (peek() !== end) fail(source)
    }
    take()
    return args
  }
  const readPrimary = (): Expression => {
    const word = take()
    if (/^\d/.test(word)) return { kind: 'number', value: Number(word) }
    if (/^["']/.test(word)) return { kind: 'text', value: word.slice(1, -1).replaceAll("''", "'") }
    if (word === '-' || word === '!') return { kind: 'unary', operator: word, operand: readBinary(7) }
    if (word === '[') return { kind: 'list', items: readArguments(']') }
    if (word === '(') {
      const inner = readBinary(0)
      expect(')')
      return inner
    }
    if (!/^[A-Za-z_]/.test(word)) return fail(source)
    if (peek() !== '(') return { kind: 'name', name: word }
    take()
    return { kind: 'call', name: word, args: readArguments(')') }
  }
  const readBinary = (minimum: number): Expression => {
    let left = readPrimary()
    for (;;) {
      const operator = peek()
      const strength = operator === undefined ? undefined : precedence[operator]
      if (operator === undefined || strength === undefined || strength < minimum) return left
      take()
      left = { kind: 'binary', operator, left, right: readBinary(strength + 1) }
    }
  }

  const tree = readBinary(0)
  if (index !== tokens.length) fail(source)
  return tree
}

function tokenize(source: string): string[] {
  const tokens: string[] = []
  token.lastIndex = 0
  while (source.slice(token.lastIndex).trim() !== '') {
    const match = token.exec(source)
    if (match === null) fail(source)
    tokens.push(match?.[0].trim() ?? '')
  }
  return tokens
}

function fail(source: string): never {
  throw new AwsError('ValidationError', `Error in expression: invalid syntax in "${source}"`, { status: 400 })
}
