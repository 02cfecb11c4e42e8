import type { Report } from './report.ts'

const mark = '[redacted]'
/** Longer text is cut before it is searched: a log line of this size proves nothing more. */
export const redactionLimit = 65_536

const replacements: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g, mark],
  [/\bxox[a-z]-[A-Za-z0-9-]{8,512}/g, mark],
  [/\bxapp-[A-Za-z0-9-]{8,512}/g, mark],
  [/(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[A-Za-z0-9/_-]{6,512}/g, `$1${mark}`],
  [/\b(?:ghp|gho|ghu|ghs|ghr|glpat|npm|pypi|github_pat|dop_v1|shpat)[_-][A-Za-z0-9_-]{16,512}/g, mark],
  [/\b[srp]k_(?:live|test)_[A-Za-z0-9]{10,512}/g, mark],
  [/\bsk-[A-Za-z0-9_-]{20,512}/g, mark],
  [/\bAIza[A-Za-z0-9_-]{30,60}/g, mark],
  [/\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,128}/g, mark],
  [/\beyJ[A-Za-z0-9_-]{5,8192}\.[A-Za-z0-9_-]{2,8192}(?:\.[A-Za-z0-9_-]{0,8192}){0,3}/g, mark],
  [/\b(Bearer|Basic|Digest|Negotiate)(\s{1,3})(?!\[redacted|--)[A-Za-z0-9+/=._~-]{8,8192}/gi, `$1$2${mark}`],
  [/(:\/\/[^\s/:@"'<>[\]]{0,256}:)(?!\[redacted)[^\s/@"'<>]{1,512}(?=@)/g, `$1${mark}`],
  [/\b(X-Amz-(?:Signature|Credential|Security-Token)(?:=|%3D))(?!\[redacted)[^\s&"'<>]{1,8192}/gi, `$1${mark}`],
  [/\b(Signature=|Credential=)(?!\[redacted)[^\s,&"'<>]{8,8192}/g, `$1${mark}`],
  [/([?&](?:sig|signature|code|auth|key)(?:=|%3D))(?!\[redacted)[^\s&"'<>]{8,8192}/gi, `$1${mark}`],
  // Session tokens of STS, and access tokens of Google, where nothing beside them says what they are.
  [/\b(?:FwoGZXIvYXdz|IQoJb3JpZ2lu)[A-Za-z0-9+/=_%-]{8,8192}/g, mark],
  [/\bya29\.[A-Za-z0-9_-]{16,2048}/g, mark],
]

const secretWords = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'secret[-_ ]?(?:access[-_ ]?)?key',
  'secretaccesskey',
  'client[-_]?secret',
  'token',
  'api[-_]?key',
  'apikey',
  'access[-_]?key',
  'private[-_]?key',
  'signing[-_]?key',
  'encryption[-_]?key',
  'account[-_]?key',
  'authorization',
  'credentials?',
  'cookie',
  'session[-_]?id',
  'connection[-_]?string',
]
/** A word that names a secret, then `=` or `:`, quoted or not. Each part is bounded, so the search stays linear. */
const secretKey = new RegExp(`(?:${secretWords.join('|')})(\\\\{0,4}["']?)(\\s{0,3}(?:=>|[:=])\\s{0,3})`, 'gi')

/**
 * Replaces keys, tokens, cookies, signatures, private keys and values of fields named like secrets by `[redacted]`.
 * Linear in the length of the text, which is cut at 64 KiB; redacting twice changes nothing.
 */
export function redact(text: string): string {
  const kept = text.length > redactionLimit ? `${text.slice(0, redactionLimit).toWellFormed()}… (cut)` : text
  const patterned = replacements.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    redactPem(kept),
  )
  return redactNamed(patterned)
}

const email =
  /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z][A-Za-z0-9-]{1,24}(?![A-Za-z0-9])/g

/** Replaces e-mail addresses, for teams that do not want their customers' or their own shown: `redaction.emails` in firstlook.config.ts. */
export function redactEmails(text: string): string {
  return text.replace(email, '[e-mail]')
}

/** What is done to every string of an answer before anything keeps, logs or shows it. */
export function redactionOf({ emails }: { readonly emails: boolean }): (text: string) => string {
  return emails ? (text) => redactEmails(redact(text)) : redact
}

/** The report with every string redacted; identifiers such as ARNs keep their form. */
export function redactReport(report: Report): Report {
  return mapStrings(report, redact)
}

/** Applies a function to every string of a JSON value and keeps its shape. */
export function mapStrings<T>(value: T, change: (text: string) => string): T
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]))
}

function redactPem(text: string): string {
  const begin = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g
  let result = ''
  let position = 0
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    if (match.index < position) continue
    const end = text.indexOf('-----END ', begin.lastIndex)
    const closing = end === -1 ? -1 : text.indexOf('-----', end + '-----END '.length)
    const stop = closing === -1 ? text.length : closing + '-----'.length
    result += text.slice(position, match.index) + mark
    position = stop
    begin.lastIndex = stop
  }
  return result + text.slice(position)
}

const arnBefore = /\barn:[\w-]{1,20}:[^\s"'<>,;()=]*$/

function redactNamed(text: string): string {
  secretKey.lastIndex = 0
  let result = ''
  let position = 0
  for (let match = secretKey.exec(text); match !== null; match = secretKey.exec(text)) {
    const start = match.index + match[0].length
    // `arn:aws:secretsmanager:…:secret:name`: the colons of an ARN separate no key from a value.
    const isInArn = match[2] === ':' && arnBefore.test(text.slice(Math.max(0, match.index - 256), match.index))
    const value = isInArn ? undefined : secretValue(text, start, match[0])
    if (value === undefined) continue
    result += text.slice(position, value.from) + mark
    position = value.to
    secretKey.lastIndex = value.to
  }
  return result + text.slice(position)
}

const harmless = /^(?:\[redacted\]?|arn:|null\b|undefined\b|none\b|nil\b|true\b|false\b|\*+$|\$\{|\{|\[|%s)/i
const valueEnd = /[\s,;&"'<>)}\]\\]/g

/** Where the value after a secret's name begins and ends; undefined when it is empty, a placeholder or not a value. */
function secretValue(text: string, start: number, key: string): { from: number; to: number } | undefined {
  const quote = /^\\{0,8}["']/.exec(text.slice(start, start + 9))?.[0]
  const from = start + (quote?.length ?? 0)
  const to = quote === undefined ? bareEnd(text, from, key) : quotedEnd(text, from, quote)
  if (to <= from || harmless.test(text.slice(from, Math.min(to, from + 16)))) return undefined
  return { from, to }
}

function quotedEnd(text: string, from: number, quote: string): number {
  const end = text.indexOf(quote, from)
  const line = text.indexOf('\n', from)
  const stop = end === -1 ? text.length : end
  return line === -1 ? stop : Math.min(stop, line)
}

function bareEnd(text: string, from: number, key: string): number {
  if (/^(?:cookie|authorization)/i.test(key)) {
    const line = text.indexOf('\n', from)
    return line === -1 ? text.length : line
  }
  valueEnd.lastIndex = from
  return valueEnd.exec(text)?.index ?? text.length
}
