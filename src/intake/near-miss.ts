/** Edits between two words, where a swap of neighbours counts as one (optimal string alignment). */
export function editDistance(left: string, right: string): number {
  const a = [...left]
  const b = [...right]
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1
      let best = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + cost)
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwap) best = Math.min(best, at(beforePrevious, column - 2) + 1)
      current.push(best)
    }
    beforePrevious = previous
    previous = current
  }
  return at(previous, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}

/** Candidates close to a word, nearest first: one it begins, or a few edits away. Words over 64 characters have none. */
export function nearMisses(word: string, candidates: readonly string[], limit = 3): string[] {
  if (word.length === 0 || word.length > 64) return []
  const wanted = word.toLowerCase()
  const reach = wanted.length <= 4 ? 1 : wanted.length <= 8 ? 2 : 3
  return candidates
    .map((candidate) => {
      const known = candidate.toLowerCase()
      const isPrefix =
        wanted.length >= 3 &&
        (known.startsWith(wanted) || (wanted.startsWith(known) && known.length * 2 >= wanted.length))
      const distance = editDistance(wanted, known)
      return { candidate, distance: isPrefix ? Math.min(distance, 1) : distance }
    })
    .filter(({ distance }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate)
}
