/** Breaks one line of text at spaces so that no row is wider than `columns`; a longer word keeps a row to itself, whole. */
export function wrap(text: string, columns: number): string[] {
  const rows: string[] = []
  let row = ''
  for (const word of text.split(' ')) {
    const longer = row === '' ? word : `${row} ${word}`
    if (widthOf(longer) <= columns || row === '') {
      row = longer
      continue
    }
    rows.push(row)
    row = word
  }
  return [...rows, row]
}

/** Columns a text takes: wide East Asian characters and emoji take two. */
function widthOf(text: string): number {
  if (/^[\u0020-\u024F]*$/.test(text)) return text.length
  const wide =
    /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}]/u
  return [...text].reduce((width, character) => width + (wide.test(character) ? 2 : 1), 0)
}
