import type { AlarmHead } from '../intake/alarm.ts'

/** What an alarm may be about whose metric names no resource. */
export interface Guess {
  readonly name: string
  /** What the guess rests on, in words. */
  readonly by: string
}

const tellingTags = [
  /^(function|lambda|api|table|queue)(.?name)?$/i,
  /^(service|component|application|app)(.?name)?$/i,
  /^name$/i,
  /^aws:cloudformation:stack-name$/,
]
const noise =
  /^(alarms?|alerts?|errors?|err|fail(ed|ing|s|ures?)?|faults?|exceptions?|throttl\w*|time-?outs?|latency|duration|slow|count|rate|ratio|share|percent|pct|high|low|too|many|few|above|below|over|under|threshold|crit(ical)?|warn(ing)?|sev\d|p\d{1,3}|[45](xx|\d\d)|cloudwatch|cw|monitor)$/i
const mostGuesses = 4

/** What to try, the surest first: what the alarm's tags name, then the alarm's own name without what it says of the trouble. */
export function guessesOf({ name }: Pick<AlarmHead, 'name'>, tags: Readonly<Record<string, string>> = {}): Guess[] {
  const byTag = tellingTags.flatMap((pattern) =>
    Object.entries(tags)
      .filter(([key, value]) => pattern.test(key) && value !== '')
      .map(([key, value]) => ({ name: value, by: `the alarm’s tag ${key}=${value}` })),
  )
  const words = name.split(/[\s_./:-]+/).filter((word) => word !== '')
  const first = words.findIndex((word) => !noise.test(word))
  const last = words.findLastIndex((word) => !noise.test(word))
  const core = first === -1 ? '' : words.slice(first, last + 1).join('-')
  const byName = core.length < 3 ? [] : [{ name: core, by: 'the alarm’s name' }]
  const all = [...byTag, ...byName]
  return all.filter((guess, index) => all.findIndex((each) => each.name === guess.name) === index).slice(0, mostGuesses)
}
