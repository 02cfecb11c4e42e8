import { type GrammarContext, parseCommand } from '../../intake/grammar.ts'
import type { Question } from '../../intake/question.ts'
import { tidy } from '../../intake/tidy.ts'

/** What a line without a resource may mean in the thread of an incident. */
export type ThreadLine =
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'look-again' }
  | { readonly kind: 'export' }
  /** A verb that wants a resource: the incident’s. */
  | { readonly kind: 'unnamed'; readonly line: string }

/** Reads a line that was said to the app in a thread; undefined for one that means the same anywhere. */
export function readThreadLine(said: string, context: GrammarContext): ThreadLine | undefined {
  const line = tidy(said)
    .replace(/^(@[UW][A-Z0-9]+[,:]?\s*)+/, '')
    .trim()
  const note = /^note[:,]?\s+(.+)$/is.exec(line)?.[1]
  if (note !== undefined) return { kind: 'note', text: note }
  if (/^(re-?check|check( again)?|look again|again|why( (is|does|did) (it|this|that)\b.*)?)[.?!]*$/i.test(line))
    return { kind: 'look-again' }
  if (/^export[.!]?$/i.test(line)) return { kind: 'export' }
  if (line === '') return undefined
  const isWhole = parseCommand(line, context).kind !== 'refused'
  return isWhole || parseCommand(`${line} name="x"`, context).kind === 'refused' ? undefined : { kind: 'unnamed', line }
}

/** The line with the resource of a question, and with its account and region unless the line names its own. */
export function withResource(
  line: string,
  { name, account, region }: Pick<Question, 'name' | 'account' | 'region'>,
  context: GrammarContext,
): string {
  const quoted = (value: string) => (value.includes('"') ? `\`${value.replaceAll('`', "'")}\`` : `"${value}"`)
  const named = `${line} name=${quoted(name)}`
  const placed = [
    named,
    ...(account === undefined ? [] : [`account=${quoted(account)}`]),
    ...(region === undefined ? [] : [`region=${region}`]),
  ].join(' ')
  return parseCommand(placed, context).kind === 'refused' ? named : placed
}
