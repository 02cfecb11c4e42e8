import * as z from 'zod'
import type { Symptom } from '../../intake/question.ts'
import { stripUnsafe } from '../../report/escape.ts'

const nodeLimit = 500

/** All the text a message shows: its own, its attachments' and its blocks', for messages of other apps often have no text of their own. */
export function messageText(message: unknown): string {
  const found: string[] = []
  const visit = (value: unknown, depth: number): void => {
    if (found.length >= nodeLimit || depth > 8 || value === null || typeof value !== 'object') return
    for (const [key, item] of Object.entries(value)) {
      if (
        typeof item === 'string' &&
        item.trim() !== '' &&
        /^(text|fallback|title|value|pretext|title_link|url)$/.test(key)
      )
        found.push(item)
      else visit(item, depth + 1)
    }
  }
  visit(message, 0)
  return stripUnsafe([...new Set(found)].join('\n')).slice(0, 20_000)
}

/** Between a field's name and its value: other apps write `Name: x`, `*Name*` over `x`, or a field's title and value. */
const is = String.raw`["'*_\s]*[:=\n]["'*_\s]*`
/** Grafana writes a dimension as `dimension_QueueName`. */
const field = (name: string, value: string) => new RegExp(`(?:\\b|dimension_)${name}${is}(${value})`, 'i')

const resourcePatterns: readonly (readonly [RegExp, 'api' | 'function' | 'other'])[] = [
  [/arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?/, 'function'],
  [/arn:aws[\w-]*:apigateway:[a-z0-9-]+::\/(?:restapis|apis)\/[a-z0-9]+(?:\/stages\/[\w$-]+)?/, 'api'],
  [/https?:\/\/[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com[^\s>|"]*/, 'api'],
  [field('(?:ApiName|ApiId)', String.raw`[\w-]+(?: [\w-]+)?`), 'api'],
  [field('FunctionName', String.raw`[\w-]+`), 'function'],
  [/\/aws\/lambda\/([\w-]+)/, 'function'],
  [/console\.aws\.amazon\.com\/lambda\/[^\s>|]*#\/functions\/([\w-]+)/, 'function'],
  [/arn:aws[\w-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+/, 'other'],
  [field('TableName', String.raw`[\w.-]+`), 'other'],
  [/arn:aws[\w-]*:sqs:[a-z0-9-]+:\d{12}:[\w.-]+/, 'other'],
  [field('QueueName', String.raw`[\w.-]+`), 'other'],
  [/arn:aws[\w-]*:events:[a-z0-9-]+:\d{12}:rule\/[\w./-]+/, 'other'],
  [field('RuleName', String.raw`[\w.-]+`), 'other'],
  [/arn:aws[\w-]*:cloudformation:[a-z0-9-]+:\d{12}:stack\/[\w/-]+/, 'other'],
  [field('StackName', String.raw`[\w-]+`), 'other'],
  [/arn:aws[\w-]*:s3:::[a-z0-9.-]+/, 'other'],
  [field('BucketName', '[a-z0-9.-]+'), 'other'],
]

const symptomPatterns: readonly (readonly [RegExp, Symptom])[] = [
  [/\b(504|503)\b|gateway time-?out|endpoint request timed out/i, '504'],
  [/\b502\b|bad gateway|malformed lambda proxy/i, '502'],
  [/task timed out|timed? ?out|\bDuration\b/i, 'timeout'],
  [/throttl|rate exceeded|TooManyRequests|\b429\b/i, 'throttled'],
  [/\b4XXError\b|\b4xx\b|\b40[0134]\b|unauthori[sz]ed|forbidden/i, '4xx'],
  [/\b500\b|internal server error/i, '500'],
  [/5XXError|\b5xx\b/i, '502'],
  [/error|exception|failed|fail(?:ure|ing)/i, 'errors'],
]

/** How AWS and those who pass its alarms on name one: in chat, in mails and pages, in links to the console. */
const alarmPatterns = [
  /CloudWatch Alarm \| ([^|\n]{1,255}?) \| /,
  /\bALARM: "([^"\n]{1,255})" in /,
  /CloudWatch Alarm "([^"\n]{1,255})" in the /,
  /arn:aws[\w-]*:cloudwatch:[a-z0-9-]+:\d{12}:alarm:([^\s>|"]{1,255})/,
  /#alarmsV2:alarm\/([^\s>|?"]{1,255})/,
]

/** The CloudWatch alarm that a message names. */
export function alarmIn(text: string): string | undefined {
  return alarmPatterns.map((pattern) => pattern.exec(text)?.[1]).find((name) => name !== undefined)
}

/** What a message seems to be about; either part may be missing. */
export interface MessageHint {
  readonly name?: string
  readonly symptom?: Symptom
}

/** Reads the resource and the symptom a message names outright; it guesses nothing from prose. */
export function hintOf(text: string): MessageHint {
  const found = resourcePatterns
    .map(([pattern, kind]) => ({ match: pattern.exec(text), kind }))
    .find(({ match }) => match !== null)
  const name = found?.match?.[1] ?? found?.match?.[0]
  const symptom = symptomPatterns.find(([pattern]) => pattern.test(text))?.[1]
  const fitting = symptom === undefined ? undefined : fittingFor(found?.kind, symptom)
  return { ...(name === undefined ? {} : { name }), ...(fitting === undefined ? {} : { symptom: fitting }) }
}

/** The symptom as it can be asked of such a thing; undefined lets a bare `why` work it out. */
function fittingFor(kind: 'api' | 'function' | 'other' | undefined, symptom: Symptom): Symptom | undefined {
  if (kind === 'function' && /^[45]/.test(symptom)) return 'errors'
  return kind === 'other' && symptom !== 'throttled' ? undefined : symptom
}

/** The fields of a message a shortcut needs. */
export const shortcutMessageSchema = z.looseObject({ ts: z.string(), thread_ts: z.string().optional() })
