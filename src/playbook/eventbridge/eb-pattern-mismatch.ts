import { patternCause } from './pattern-cause.ts'

export const ebPatternMismatch = patternCause({
  id: 'eb-pattern-mismatch',
  kind: 'other',
  cause: 'The event does not have what the rule’s pattern asks for.',
  known: 'confirmed',
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html',
  proper: 'Match only the fields that decide, and copy their values from a real event.',
  cleared: 'The event does not fail by its plain values.',
})
