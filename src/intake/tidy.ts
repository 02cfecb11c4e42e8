/** One word of a command line. Quoted words are never read as keywords. */
export interface Word {
  readonly text: string
  readonly isQuoted: boolean
}

const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/g
const spaces = /[\t\n\r\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/g

/**
 * Undoes what Slack and phones do to typed text: escaped mentions, channels and links, smart quotes, dashes that grew,
 * invisible characters and odd spaces. The tags of pasted XML stay. A mention becomes `@U123`, a channel its name, a link its label.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function tidy(text: string): string {
  return text
    .replace(invisible, '')
    .replace(spaces, ' ')
    .replace(/[\u201C\u201D\u201E\u201F\u00AB\u00BB]/g, '"')
    .replace(/[\u2018\u2019\u201A\u201B]/g, "'")
    .replace(/<(?!\/?[A-Z][A-Za-z]*>|\?xml )([^<> ][^<>]*)>/g, (_, inner: string) => unescapeEntity(inner))
    .replace(/(^|\s)(?:[\u2013\u2014\u2015]|--)\s?(?=[A-Za-z])/g, '$1--')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim()
}

function unescapeEntity(inner: string): string {
  const bar = inner.indexOf('|')
  const head = bar === -1 ? inner : inner.slice(0, bar)
  const label = bar === -1 ? '' : inner.slice(bar + 1)
  if (head.startsWith('@')) return head
  if (head.startsWith('#')) return label === '' ? head : label
  if (head.startsWith('!')) return label === '' ? `@${head.slice(1)}` : label
  if (head.startsWith('mailto:')) return label === '' ? head.slice('mailto:'.length) : label
  return label === '' ? head : label
}

/** Splits at spaces; double quotes, backticks, and single quotes at a word's start hold spaces together. */
export function splitWords(line: string): Word[] {
  const words: Word[] = []
  let text = ''
  let isQuoted = false
  let quote = ''
  const finish = () => {
    if (text !== '' || isQuoted) words.push({ text, isQuoted })
    text = ''
    isQuoted = false
  }
  for (const character of line) {
    if (quote !== '') {
      if (character === quote) quote = ''
      else text += character
      continue
    }
    const opensQuote = character === '"' || character === '`' || (character === "'" && /^$|=$/.test(text))
    if (opensQuote) {
      quote = character
      isQuoted ||= text === ''
      continue
    }
    if (character === ' ') finish()
    else text += character
  }
  finish()
  return words.map(unstar).filter(({ text }) => text !== '')
}

/** Bold, italic and struck words lose their marks: they were typed for emphasis or came from a pasted message. */
function unstar(word: Word): Word {
  const match = /^([*~])(.+)\1$/.exec(word.text)
  return match?.[2] === undefined || word.isQuoted ? word : { ...word, text: match[2] }
}
