import { patternCause } from './pattern-cause.ts'

export const ebPatternDetailString = patternCause({
  id: 'eb-pattern-detail-string',
  kind: 'detail-string',
  cause: 'The producer encoded `detail` twice, so it is a string and no field inside it can match.',
  known: 'memory',
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html',
  proper: 'Encode the detail once: `Detail: JSON.stringify(order)`, with an object, never with a string.',
  cleared: 'The detail of the event is an object.',
})
