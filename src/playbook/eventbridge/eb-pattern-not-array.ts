import { patternCause } from './pattern-cause.ts'

export const ebPatternNotArray = patternCause({
  id: 'eb-pattern-not-array',
  kind: 'not-array',
  cause: 'A value in the pattern stands by itself, where EventBridge wants an array of values.',
  known: 'confirmed',
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html',
  proper: 'Put every value of the pattern in an array: `["value"]`.',
  cleared: 'Every value of the pattern stands in an array.',
})
