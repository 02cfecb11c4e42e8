import { patternCause } from './pattern-cause.ts'

export const ebPatternCase = patternCause({
  id: 'eb-pattern-case',
  kind: 'case',
  cause: 'Patterns match exactly: upper and lower case count, and a number is not the same as its text.',
  known: 'confirmed',
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html',
  proper: 'Copy names and values from a real event, or use `equals-ignore-case`; compare numbers with `numeric`.',
  cleared: 'No field differs only by case or by being text instead of a number.',
})
