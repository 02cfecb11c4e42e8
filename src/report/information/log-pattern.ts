/**
 * What was typed as CloudWatch's filter pattern. Its own syntax (`{…}`, `[…]`, `%…%`, `?a ?b`, `"…"`, `-a`) stays as it is; plain
 * words are searched for as one phrase, and, as CloudWatch minds the case, in lower case, capitalised and in capitals too.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPatternOf(typed: string): string {
  const text = typed.trim()
  if (text === '' || /^[{["%?-]/.test(text)) return text
  const phrase = text.replaceAll('"', '')
  if (/[A-Z]/.test(phrase)) return `"${phrase}"`
  const forms = new Set([phrase, phrase.charAt(0).toUpperCase() + phrase.slice(1), phrase.toUpperCase()])
  return forms.size === 1 ? `"${phrase}"` : [...forms].map((form) => `?"${form}"`).join(' ')
}
