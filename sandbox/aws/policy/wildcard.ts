/** `*` for any text and `?` for one character, over the whole value. */
export function matchesWildcard(pattern: string, value: string, isCaseSensitive = true): boolean {
  const wanted = isCaseSensitive ? pattern : pattern.toLowerCase()
  const given = isCaseSensitive ? value : value.toLowerCase()
  let patternIndex = 0
  let valueIndex = 0
  let starIndex = -1
  let starValueIndex = 0
  while (valueIndex < given.length) {
    const char = wanted[patternIndex]
    if (char === '*') {
      starIndex = patternIndex
      starValueIndex = valueIndex
      patternIndex += 1
    } else if (char === '?' || (char !== undefined && char === given[valueIndex])) {
      patternIndex += 1
      valueIndex += 1
    } else if (starIndex >= 0) {
      patternIndex = starIndex + 1
      starValueIndex += 1
      valueIndex = starValueIndex
    } else return false
  }
  while (wanted[patternIndex] === '*') patternIndex += 1
  return patternIndex === wanted.length
}

/**
 * Fills in policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and `${*}`, `${?}`, `${$}` for the plain characters.
 * A variable without value or default makes the element match nothing, which is told by `undefined`.
 */
export function fillVariables(text: string, context: Readonly<Record<string, readonly string[]>>): string | undefined {
  let isMissing = false
  const filled = text.replaceAll(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return inner
    const [, key = '', fallback] = /^([^,]+?)(?:\s*,\s*'(.*)')?$/.exec(inner) ?? []
    const value = contextValues(context, key)?.[0] ?? fallback
    if (value === undefined) isMissing = true
    return value ?? ''
  })
  return isMissing ? undefined : filled
}

/** The values of a condition key, whose name is not case-sensitive. */
export function contextValues(
  context: Readonly<Record<string, readonly string[]>>,
  key: string,
): readonly string[] | undefined {
  const direct = context[key]
  if (direct !== undefined) return direct
  const lower = key.toLowerCase()
  const found = Object.keys(context).find((name) => name.toLowerCase() === lower)
  return found === undefined ? undefined : context[found]
}
