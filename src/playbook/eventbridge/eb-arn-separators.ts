import { patternCause } from './pattern-cause.ts'

export const ebArnSeparators = patternCause({
  id: 'eb-arn-separators',
  kind: 'arn-separators',
  cause: 'An ARN in the pattern is written with other separators than in the event, and ARNs match exactly.',
  known: 'confirmed',
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html',
  proper: 'Copy the ARN from a real event: services differ in ":" and "/".',
  cleared: 'No ARN differs only by its separators.',
})
