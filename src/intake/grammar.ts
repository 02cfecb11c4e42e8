import { readArguments } from './arguments.ts'
import type { ClockContext } from './clock-words.ts'
import { nearMisses } from './near-miss.ts'
import type { Question } from './question.ts'
import { unsigned } from './resource-word.ts'
import { splitWords, tidy, type Word } from './tidy.ts'
import { windowOf } from './time-window.ts'
import { availableVerbs, offeredVerbs, type Verb, verbs } from './verbs.ts'

/** What a line of text asks for. */
export type Command =
  | {
      readonly kind: 'diagnosis'
      readonly verb: Verb
      readonly question: Question
      readonly isPrivate: boolean
      readonly isJson: boolean
    }
  | {
      readonly kind: 'info'
      readonly verb: Verb
      readonly request: Omit<Question, 'symptom'>
      readonly isPrivate: boolean
      readonly isJson: boolean
    }
  /** `help`, or `help why-502`. */
  | { readonly kind: 'help'; readonly verb?: Verb }
  /** A sentence with a next step, and lines that would work instead, most likely first. */
  | { readonly kind: 'refused'; readonly sentence: string; readonly suggestions: readonly string[] }

/** What the grammar must be told, as it has no clock and no configuration of its own. */
export interface GrammarContext extends ClockContext {
  /** Names of verbs that are wired; `availableVerbs` when absent. */
  readonly available?: readonly string[]
}

/** A command line longer than this is refused: nothing a person types is, and an encoded authorization message that is pasted ends before it. */
export const maximumLength = 12_000

/**
 * Reads a command line as typed in Slack or a terminal. Never throws; what it does not understand it names in a sentence.
 * The window defaults to the verb's own (an hour, mostly) up to `context.now`.
 */
export function parseCommand(text: string, context: GrammarContext): Command {
  if (text.length > maximumLength) {
    return refuse(
      `That is ${text.length.toLocaleString('en-US')} characters; a command may have ${maximumLength.toLocaleString('en-US')}. Try \`why-502 orders-api\`.`,
    )
  }
  const available = context.available ?? availableVerbs
  const words = dropAddress(splitWords(tidy(text)))
  const [first] = words
  if (first === undefined) return { kind: 'help' }
  const found = findVerb(words)
  if (found === undefined) return unknownVerb(words, available)
  const { verb, rest } = found
  if (verb.name === 'help') return help(rest, available)
  if (!available.includes(verb.name)) {
    const names = available.filter((name) => name !== 'help').join(', ')
    return refuse(`\`${verb.name}\` cannot be asked here yet. Available: ${names}.`)
  }
  if (rest.length === 1 && /^(help|--?help|-h|\?)$/i.test(rest[0]?.text ?? '')) return { kind: 'help', verb }
  return ask(verb, rest, context)
}

/** A command line that `parseCommand` reads back as the same question; `private` and `--json` are not part of it. */
export function formatCommand(verb: string, question: Omit<Question, 'symptom' | 'command'>): string {
  const details = Object.entries(question.details ?? {}).map(([key, value]) => `${key}=${quoted(value)}`)
  return [
    verb,
    question.name === '' ? '' : `name=${quoted(question.name)}`,
    question.account === undefined ? '' : `account=${quoted(question.account)}`,
    question.region === undefined ? '' : `region=${question.region}`,
    ...details,
    `from=${new Date(question.window.from).toISOString()}`,
    `to=${new Date(question.window.to).toISOString()}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function quoted(value: string): string {
  return value.includes('"') ? `\`${value.replaceAll('`', "'")}\`` : `"${value}"`
}

/** A pasted message, whose words are not options: `User: … is not authorized to perform: s3:GetObject on resource: …`. */
const pastedMessage =
  /is not authorized to perform|not authorized to access|access ?denied|encoded authorization failure|explicit deny|ValidationError|ROLLBACK_FAILED|CREATE_FAILED|UPDATE_FAILED/i

function asWritten(verb: Verb, rest: readonly Word[]): readonly Word[] {
  const takesText = ['denied', 'failed', '403', 'any'].includes(verb.symptom ?? '')
  if (!takesText) return rest
  const whole = rest.map(({ text }) => text).join(' ')
  const hasOptions = rest.some(({ text, isQuoted }) => isQuoted || /^--|^\w+=/.test(text))
  return rest.length > 3 && !hasOptions && pastedMessage.test(whole) ? [{ text: whole, isQuoted: true }] : rest
}

function ask(verb: Verb, typed: readonly Word[], context: GrammarContext): Command {
  const rest = typed.map((word) => ({ ...word, text: unsigned(word.text) }))
  const read = readArguments(asWritten(verb, rest), verb, context)
  if (typeof read === 'string') return refuse(read)
  const isMissing = read.name === '' && verb.resource === 'required'
  if (isMissing) {
    const example = verb.examples[0] ?? verb.name
    return refuse(`Which ${verb.resourceWord.replace(/^an? /, '')}? Name ${verb.resourceWord}: \`${example}\`.`)
  }
  const window = windowOf(read.time, verb, context)
  if (typeof window === 'string') return refuse(window)
  const request = {
    name: read.name,
    ...(read.account === undefined ? {} : { account: read.account }),
    ...(read.region === undefined ? {} : { region: read.region }),
    window,
    ...(verb.since === undefined || Object.keys(read.time).length > 0 ? {} : { since: verb.since }),
    command: lineAsked(verb.name, rest, { ...read, window }),
    ...(Object.keys(read.details).length === 0 ? {} : { details: read.details }),
  }
  const { isPrivate, isJson } = read
  if (verb.symptom === undefined) return { kind: 'info', verb, request, isPrivate, isJson }
  return { kind: 'diagnosis', verb, question: { symptom: verb.symptom, ...request }, isPrivate, isJson }
}

/** The line as it was typed, or, where that does not hold the resource’s name as it is asked, the same in other words. */
function lineAsked(verb: string, rest: readonly Word[], asked: Omit<Question, 'symptom' | 'command'>): string {
  const typed = [verb, ...rest.map(shown)].join(' ')
  if (typed.includes(asked.name)) return typed
  const { name, account, region, window } = asked
  return [
    verb,
    shown({ text: name, isQuoted: true }),
    ...(account === undefined ? [] : [`in ${account}`]),
    ...(region === undefined ? [] : [`region ${region}`]),
    `from ${new Date(window.from).toISOString()} to ${new Date(window.to).toISOString()}`,
  ].join(' ')
}

function shown({ text, isQuoted }: Word): string {
  return isQuoted && text.includes(' ') ? `"${text}"` : text
}

function help(rest: readonly Word[], available: readonly string[]): Command {
  const [topic] = rest
  if (topic === undefined) return { kind: 'help' }
  const found = findVerb(rest)
  if (found !== undefined && available.includes(found.verb.name)) return { kind: 'help', verb: found.verb }
  if (found !== undefined) return refuse(`\`${found.verb.name}\` cannot be asked here yet. \`help\` lists what can.`)
  const misses = nearMisses(topic.text, available)
  return {
    kind: 'refused',
    sentence: `There is no verb \`${capped(topic.text)}\`.${didYouMean(misses)} \`help\` lists them all.`,
    suggestions: misses.map((name) => `help ${name}`),
  }
}

/** Leading words that only address the app: a mention of it, `/aws`, `please`. */
function dropAddress(words: readonly Word[]): readonly Word[] {
  const start = words.findIndex(({ text }) => !/^(@[UW][A-Z0-9]+|\/aws|\/?firstlook|please|hey|hi)[,:]?$/i.test(text))
  return start === -1 ? [] : words.slice(start)
}

const spellings = new Map(verbs.flatMap((verb) => [verb.name, ...verb.aliases].map((name) => [name, verb] as const)))

function findVerb(words: readonly Word[]): { verb: Verb; rest: readonly Word[] } | undefined {
  const [first, second] = words.map(({ text }) =>
    text
      .toLowerCase()
      .replaceAll('_', '-')
      .replace(/[:,?!]+$/, (end) => (end === '?' ? '?' : '')),
  )
  if (first === undefined) return undefined
  const joined =
    first === 'why' && second !== undefined ? spellings.get(`why-${second.replace(/\?+$/, '')}`) : undefined
  if (joined !== undefined) return { verb: joined, rest: words.slice(2) }
  const plain = first === '?' ? first : first.replace(/\?+$/, '')
  const whole =
    spellings.get(plain) ?? spellings.get(plain.replace(/^why(?=[0-9a-z])/, 'why-')) ?? spellings.get(`why-${plain}`)
  if (whole === undefined) return undefined
  return whole.symptom === 'any' ? openQuestion(whole, words.slice(1)) : { verb: whole, rest: words.slice(1) }
}

/** `why is orders-api slow?`: the symptom may stand at the end, and words that only say that something is wrong say nothing. */
function openQuestion(verb: Verb, typed: readonly Word[]): { verb: Verb; rest: readonly Word[] } {
  if (pastedMessage.test(typed.map(({ text }) => text).join(' '))) return { verb, rest: [...typed] }
  const isFiller = ({ text, isQuoted }: Word): boolean => !isQuoted && /^(is|are|does|did|has|my|our|this)$/i.test(text)
  const isWrong = ({ text, isQuoted }: Word): boolean =>
    !isQuoted && /^(down|broken|failing|failed|unhealthy|wrong|bad|red|not|working|work)[?!.]*$/i.test(text)
  const first = typed.findIndex((word) => !isFiller(word))
  const [subject, ...rest] = first === -1 ? [] : typed.slice(first)
  if (subject === undefined) return { verb, rest: [] }
  const [said] = rest
  const named =
    said === undefined || said.isQuoted
      ? undefined
      : spellings.get(`why-${said.text.toLowerCase().replace(/[?!.]+$/, '')}`)
  if (named !== undefined && first > 0) return { verb: named, rest: [subject, ...rest.slice(1)] }
  return { verb, rest: [subject, ...rest.filter((word) => !isWrong(word))] }
}

function unknownVerb(words: readonly Word[], available: readonly string[]): Command {
  const [first, ...rest] = words
  const text = first?.text ?? ''
  const tail = rest.map(shown).join(' ')
  if (/^why-$/i.test(text)) return vagueWhy(tail, available)
  const names = offeredVerbs(available).flatMap((verb) => [
    verb.name,
    ...verb.aliases.filter((alias) => alias.length > 2),
  ])
  const close = nearMisses(text, names).concat(nearMisses(`why-${text}`, names))
  const misses = [...new Set(close.map((name) => spellings.get(name)?.name ?? name))].slice(0, 3)
  return {
    kind: 'refused',
    sentence: `I do not know \`${capped(text)}\`.${didYouMean(misses)} \`help\` lists what can be asked.`,
    suggestions: misses.map((name) => `${name} ${tail}`.trim()),
  }
}

function vagueWhy(tail: string, available: readonly string[]): Command {
  const offered = offeredVerbs(available).filter(({ kind }) => kind === 'diagnosis')
  const example = tail === '' ? 'orders-api' : tail
  return {
    kind: 'refused',
    sentence: `Say what you see: ${offered.map(({ name }) => `\`${name}\``).join(', ')}, then the resource.`,
    suggestions: offered.slice(0, 5).map(({ name }) => `${name} ${example}`),
  }
}

function didYouMean(names: readonly string[]): string {
  return names.length === 0 ? '' : ` Did you mean ${names.map((name) => `\`${name}\``).join(' or ')}?`
}

function capped(text: string): string {
  const plain = text.replaceAll('`', "'")
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain
}

function refuse(sentence: string): Command {
  return { kind: 'refused', sentence, suggestions: [] }
}
