import { type ClockContext, readDuration, readMoment } from './clock-words.ts'
import { nearMisses } from './near-miss.ts'
import { bareKeys, exampleOf, flags, keyOf, optionOf, unknownKey } from './option-keys.ts'
import { isRegion, knownRegions } from './regions.ts'
import { type ResourceWord, readResource, regionIn } from './resource-word.ts'
import type { Word } from './tidy.ts'
import type { TimeWords } from './time-window.ts'
import type { Verb } from './verbs.ts'

/** The words after a verb, read. */
export interface Arguments {
  /** Empty when none was given. */
  readonly name: string
  readonly account?: string
  readonly region?: string
  readonly details: Readonly<Record<string, string>>
  readonly time: TimeWords
  readonly isPrivate: boolean
  readonly isJson: boolean
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }
interface Reading {
  readonly values: Map<string, string>
  readonly loose: string[]
  readonly time: Writable<TimeWords>
}

/** Words that mean nothing to a question. */
const fillers = /^(please|now|\?|!|the|an?|for|of|on|and)$/i

/** Reads the words after a verb, or says in a sentence what is wrong with them. */
export function readArguments(words: readonly Word[], verb: Verb, context: ClockContext): Arguments | string {
  const reading: Reading = { values: new Map(), loose: [], time: {} }
  let index = 0
  while (index < words.length) {
    const step = readStep(words.slice(index), verb, context, reading)
    if (typeof step === 'string') return step
    index += step
  }
  return collect(reading, verb)
}

/** Reads one item and says how many words it took, or what is wrong. */
function readStep(words: readonly Word[], verb: Verb, context: ClockContext, reading: Reading): number | string {
  const [word, next] = words
  if (word === undefined) return 1
  const option = optionOf(word, verb)
  const isSearched = verb.rest !== undefined && reading.loose.length > 0
  // In what is searched for, `status=500` is no option and `of` no filler.
  const isPlain = isSearched && (option?.key === '' ? !word.text.startsWith('-') : fillers.test(word.text))
  if (isPlain) {
    reading.loose.push(word.text)
    return 1
  }
  if (option !== undefined) {
    const value =
      option.value === undefined ? words.slice(1) : [{ text: option.value, isQuoted: true }, ...words.slice(1)]
    const used = readKey(option.key, option.typed, value, verb, context, reading)
    return typeof used === 'string' ? used : used + (option.value === undefined ? 1 : 0)
  }
  if (word.isQuoted) {
    reading.loose.push(word.text)
    return 1
  }
  const lower = word.text.toLowerCase()
  if (flags.has(keyOf.get(lower) ?? '') && lower !== 'json')
    return readKey('private', lower, [], verb, context, reading, 1)
  if (bareKeys.has(lower) && (next !== undefined || lower === 'in' || lower === 'region' || reading.loose.length > 0)) {
    return after(readKey(keyOf.get(lower) ?? lower, lower, words.slice(1), verb, context, reading))
  }
  if (verb.details.includes(lower) && next !== undefined && reading.loose.length > 0) {
    return after(readKey(lower, lower, words.slice(1), verb, context, reading))
  }
  return readLoose(words, context, reading)
}

function after(used: number | string): number | string {
  return typeof used === 'string' ? used : used + 1
}

function readLoose(words: readonly Word[], context: ClockContext, reading: Reading): number | string {
  const [word] = words
  const text = word?.text ?? ''
  const lower = text.toLowerCase()
  const texts = words.map((each) => each.text)
  if (fillers.test(lower)) return 1
  const range = /^(.+?)\.\.(.+)$/.exec(text)
  if (range !== null) return readRange(range[1] ?? '', range[2] ?? '', context, reading)
  if (lower === 'today' || lower === 'yesterday') return readDay(texts, context, reading)
  const duration = /^\d/.test(text) ? readDuration(texts) : undefined
  if (duration !== undefined) return setTime(reading, 'lastMs', duration.value, 'last') ?? duration.used
  if (isRegion(lower)) return setValue(reading, 'region', lower) ?? 1
  if (/^\d{12}$/.test(text)) return setValue(reading, 'account', text) ?? 1
  if (/^@[UW][A-Z0-9]+$/.test(text)) return 'I cannot ask a person: name a resource in AWS, for example `orders-api`.'
  reading.loose.push(text.replace(/[,;?!]+$/, '') || text)
  return 1
}

function readRange(left: string, right: string, context: ClockContext, reading: Reading): number | string {
  const from = readMoment([left], context)
  const to = readMoment([right], context)
  if (from === undefined || to === undefined) {
    return `I cannot read \`${left}..${right}\` as a window. Try \`14:00..15:00\` or \`2026-11-23T14:00Z..2026-11-23T15:00Z\`.`
  }
  const end = afterStart(right, to.value, from.value)
  return setTime(reading, 'from', from.value, 'from') ?? setTime(reading, 'to', end, 'to') ?? 1
}

/** A bare time of day that ends a window means the one after its start, even when it has not passed yet. */
function afterStart(typed: string, end: number, start: number | undefined): number {
  const isBare = /^\d{1,2}(:|am|pm)/i.test(typed)
  return isBare && start !== undefined && end < start ? end + 24 * 60 * 60_000 : end
}

function readDay(texts: readonly string[], context: ClockContext, reading: Reading): number | string {
  const start = readMoment(texts, context)
  if (start === undefined) return 1
  const isWholeYesterday = texts[0]?.toLowerCase() === 'yesterday' && start.used === 1
  const end = isWholeYesterday ? setTime(reading, 'to', start.value + 24 * 60 * 60_000, 'to') : undefined
  return end ?? setTime(reading, 'from', start.value, 'from') ?? start.used
}

function readKey(
  key: string,
  typed: string,
  words: readonly Word[],
  verb: Verb,
  context: ClockContext,
  reading: Reading,
  flagWords = 0,
): number | string {
  if (key === '') return unknownKey(typed, verb)
  if (flags.has(key)) {
    const value = words[0]?.isQuoted === true ? words[0].text.toLowerCase() : 'true'
    if (!/^(true|false|yes|no|1|0)$/.test(value)) return `\`${typed}\` takes no value.`
    reading.values.set(key, /^(true|yes|1)$/.test(value) ? 'true' : 'false')
    return flagWords
  }
  const texts = words.map((each) => each.text)
  const [value] = texts
  if (value === undefined || value === '') return `\`${typed}\` needs a value, for example \`${exampleOf(key)}\`.`
  if (key === 'last') {
    const duration = readDuration(texts)
    if (duration === undefined)
      return `I cannot read \`${typed} ${value}\` as a time. Try \`last 30m\`, \`last 2h\` or \`last 1d\`.`
    return setTime(reading, 'lastMs', duration.value, typed) ?? duration.used
  }
  if (key === 'since' || key === 'from' || key === 'to' || key === 'at')
    return readTimeKey(key, typed, texts, context, reading)
  if (key === 'region') return readRegion(value, reading)
  if (key === 'account') return readAccount(value, reading)
  return setValue(reading, key, value) ?? 1
}

function readTimeKey(
  key: 'since' | 'from' | 'to' | 'at',
  typed: string,
  texts: readonly string[],
  context: ClockContext,
  reading: Reading,
): number | string {
  const range = /^(.+?)\.\.(.+)$/.exec(texts[0] ?? '')
  if (range !== null && key !== 'at') return readRange(range[1] ?? '', range[2] ?? '', context, reading)
  const moment = readMoment(texts, context)
  if (moment === undefined) {
    return `I cannot read \`${typed} ${texts[0]}\` as a time. Try \`since 14:05\`, \`since yesterday 22:00\` or \`since 2026-11-23T14:05Z\`.`
  }
  const field = key === 'to' ? 'to' : key === 'at' ? 'around' : 'from'
  const value = field === 'to' ? afterStart(texts[0] ?? '', moment.value, reading.time.from) : moment.value
  const failed = setTime(reading, field, value, typed)
  if (failed !== undefined) return failed
  const isBetween = typed === 'between' && texts[moment.used]?.toLowerCase() === 'and'
  if (!isBetween) return moment.used
  const end = readTimeKey('to', 'and', texts.slice(moment.used + 1), context, reading)
  return typeof end === 'string' ? end : moment.used + 1 + end
}

function readRegion(value: string, reading: Reading): number | string {
  const region = value.toLowerCase()
  if (isRegion(region)) return setValue(reading, 'region', region) ?? 1
  const [close] = nearMisses(region, knownRegions, 1)
  const hint = close === undefined ? 'Try `region eu-west-1`.' : `Did you mean \`${close}\`?`
  return `\`${value}\` is not the name of a region. ${hint}`
}

function readAccount(value: string, reading: Reading): number | string {
  const lower = value.toLowerCase()
  if (isRegion(lower)) return setValue(reading, 'region', lower) ?? 1
  const digits = value.replaceAll('-', '')
  if (/^\d{12}$/.test(digits)) return setValue(reading, 'account', digits) ?? 1
  if (/^\d+$/.test(digits)) return `\`${value}\` is not an account: an account id has 12 digits.`
  return setValue(reading, 'account', value) ?? 1
}

function setValue(reading: Reading, key: string, value: string): string | undefined {
  const before = reading.values.get(key)
  if (before !== undefined && before !== value)
    return `\`${key}\` is given twice: \`${before}\` and \`${value}\`. Give one.`
  reading.values.set(key, value)
  return undefined
}

function setTime(reading: Reading, field: keyof TimeWords, value: number, typed: string): string | undefined {
  const before = reading.time[field]
  if (before !== undefined && before !== value) return `\`${typed}\` is given twice. Give one time.`
  reading.time[field] = value
  return undefined
}

function collect({ values, loose, time }: Reading, verb: Verb): Arguments | string {
  const named = values.get('name')
  const searched = verb.rest === undefined ? [] : loose.splice(named === undefined ? 1 : 0)
  if (verb.rest !== undefined && searched.length > 0) values.set(verb.rest, searched.join(' '))
  // `why-denied checkout-role action=s3:GetObject resource=arn:…` names two ends of one call.
  const isCall = verb.symptom === 'denied' && named !== undefined && loose.length > 0
  if (!isCall && named !== undefined && loose.length > 0 && loose.join(' ') !== named) {
    return `Two resources are named: \`${named}\` and \`${loose.join(' ')}\`. Ask about one at a time.`
  }
  const typed = isCall ? [...loose, named].join(' ') : (named ?? loose.join(' '))
  const resource = readResource(typed === '' ? toldBy(values, verb) : typed)
  // `alarms prod`: a verb without a resource can only mean the account.
  const isAccount = verb.resource === 'none' && resource.name !== ''
  const ofResource = verb.symptom === 'denied' ? sameAccount(resource, values.get('principal')) : resource.account
  const account = values.get('account') ?? ofResource ?? (isAccount ? resource.name : undefined)
  const region = values.get('region') ?? resource.region ?? regionIn(values.get('error') ?? '').region
  const details: Record<string, string> = {}
  for (const key of verb.details) {
    const value = values.get(key)
    if (value !== undefined && key !== 'stage') details[key] = value
  }
  const typedStage = values.get('stage')
  if (typedStage !== undefined && withStage(resource.name, typedStage) === resource.name && resource.name !== '') {
    return `\`${resource.name}\` cannot be given a stage besides. Ask as \`NAME/${typedStage}\`, with the API’s name or id.`
  }
  const stage = typedStage ?? (verb.details.includes('stage') ? resource.stage : undefined)
  return {
    name: isAccount ? '' : withStage(resource.name, stage),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    details,
    time,
    isPrivate: values.get('private') === 'true',
    isJson: values.get('json') === 'true',
  }
}

/** A pasted text or address says what it is about without a name beside it; so does the caller of a refused call. */
function toldBy(values: ReadonlyMap<string, string>, verb: Verb): string {
  const keys = verb.symptom === 'denied' ? ['error', 'principal'] : verb.symptom === '403' ? ['url', 'error'] : []
  return keys.map((key) => values.get(key)).find((value) => value !== undefined) ?? ''
}

/** A refused call has two ends; where they are of two accounts, neither says which one to ask. */
function sameAccount({ account }: ResourceWord, principal = ''): string | undefined {
  const ofCaller = readResource(principal).account
  return ofCaller === undefined || ofCaller === account ? account : undefined
}

/** A stage is part of an API’s name: `orders-api/prod`. */
export function withStage(name: string, stage: string | undefined): string {
  const hasOne = name === '' || name.includes('/') || name.startsWith('arn:')
  return stage === undefined || hasOne ? name : `${name}/${stage}`
}
