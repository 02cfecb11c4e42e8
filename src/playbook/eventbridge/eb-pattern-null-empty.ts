import { patternCause } from './pattern-cause.ts'

export const ebPatternNullEmpty = patternCause({
  id: 'eb-pattern-null-empty',
  kind: 'null-empty',
  cause: 'null, an empty string and a missing field are three different things for a pattern.',
  known: 'confirmed',
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-null-values.html',
  proper: 'List what may come: `[null, "", {"exists": false}]`.',
  cleared: 'No field differs by null against empty or missing.',
})
