/** The alarms of a composite alarm's rule, as the rule writes them: by name or ARN. */
export interface AlarmRule {
  /** Those whose trouble sets it off. */
  readonly suspects: readonly string[]
  /** Those that hold it back, or that only have to be well: `NOT ALARM(maintenance)`, `OK(canary)`. */
  readonly others: readonly string[]
}

const token =
  /\b(NOT)\b|\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^)\s]+))\s*\)|([()])|\b(AND|OR|TRUE|FALSE)\b/g

/** Reads a rule such as `ALARM(a) AND NOT (ALARM("b") OR OK(c))`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export function readAlarmRule(rule: string): AlarmRule {
  const suspects = new Set<string>()
  const others = new Set<string>()
  const outer: boolean[] = []
  let isNegated = false
  let isNext = false
  for (const [, not, state, quoted, single, bare, bracket] of rule.matchAll(token)) {
    const name = quoted ?? single ?? bare
    if (not !== undefined) isNext = !isNext
    else if (bracket === '(') {
      outer.push(isNegated)
      isNegated = isNegated !== isNext
      isNext = false
    } else if (bracket === ')') isNegated = outer.pop() ?? false
    else if (state !== undefined && name !== undefined) {
      const isAsWritten = isNegated === isNext
      isNext = false
      if (isAsWritten === (state !== 'OK')) suspects.add(name)
      else others.add(name)
    } else isNext = false
  }
  return { suspects: [...suspects], others: [...others].filter((name) => !suspects.has(name)) }
}
