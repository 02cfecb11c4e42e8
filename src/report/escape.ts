const esc = String.fromCharCode(0x1b)
const bell = String.fromCharCode(0x07)
/** Terminal sequences: CSI, OSC and the two-character ones. */
const terminalSequence = new RegExp(
  `${esc}(?:\\[[0-9;?]{0,32}[ -/]{0,4}[@-~]|\\][^${bell}${esc}]{0,256}(?:${bell}|${esc}\\\\)?|[@-_])`,
  'g',
)
const control = /(?!\n)\p{Cc}/gu
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Removes what text could use to disguise itself: terminal sequences, control characters, bidirectional and zero-width
 * characters, lone surrogates. Line breaks stay (`\r\n` becomes `\n`), tabs become two spaces.
 */
export function stripUnsafe(text: string): string {
  return text
    .replace(terminalSequence, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replaceAll('\t', '  ')
    .replace(control, '')
    .replace(invisible, '')
    .toWellFormed()
}

/** Safe text on one line. */
export function oneLine(text: string): string {
  return stripUnsafe(text)
    .replace(/[\n\u2028\u2029]+/g, ' ')
    .trim()
}

/** Text for a Slack `mrkdwn` field: mentions, links and channels in it are inert. https://docs.slack.dev/messaging/formatting-message-text */
export function escapeMrkdwn(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** At most `limit` UTF-16 units, never half a character; an ellipsis shows that something is missing. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text
  const cut = text.slice(0, Math.max(0, limit - 1))
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}
