import { patternCause } from './pattern-cause.ts'

export const ebPatternExists = patternCause({
  id: 'eb-pattern-exists',
  kind: 'exists',
  cause: '`exists` looks only at fields with a value: objects and empty arrays are never there for it.',
  known: 'confirmed',
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html',
  proper: 'Point `exists` at a field inside the object that holds a value.',
  cleared: 'No `exists` fails.',
})
