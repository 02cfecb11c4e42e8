import { patternCause } from './pattern-cause.ts'

export const ebPatternPrefixSuffix = patternCause({
  id: 'eb-pattern-prefix-suffix',
  kind: 'prefix-suffix',
  cause: 'A prefix or suffix match meets a value that is no string, or is put at the wrong end.',
  known: 'confirmed',
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html',
  proper: 'Use prefix and suffix on strings only, and `numeric` on numbers.',
  cleared: 'No prefix or suffix fails by type or by its end.',
})
