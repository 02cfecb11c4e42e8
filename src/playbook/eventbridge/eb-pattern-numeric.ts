import { patternCause } from './pattern-cause.ts'

export const ebPatternNumeric = patternCause({
  id: 'eb-pattern-numeric',
  kind: 'numeric',
  cause: 'A numeric comparison meets a value that is not a JSON number, or compares with one that is not.',
  known: 'confirmed',
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html',
  proper: 'Send the value as a JSON number and write the bound as one, between -5e9 and 5e9.',
  cleared: 'No numeric comparison fails by type.',
})
