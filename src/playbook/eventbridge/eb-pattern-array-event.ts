import { patternCause } from './pattern-cause.ts'

export const ebPatternArrayEvent = patternCause({
  id: 'eb-pattern-array-event',
  kind: 'array-event',
  cause:
    'The event has an array there: one of its elements has to match, and all fields of one element have to match together.',
  known: 'confirmed',
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html',
  proper: 'Match one field of the elements and sort out the rest in the target.',
  cleared: 'No array in the event keeps it from matching.',
})
