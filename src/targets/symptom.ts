/** The verbs that ask for a diagnosis, as typed. */
export const symptoms = [
  '502',
  '504',
  '500',
  '4xx',
  'timeout',
  'errors',
  'throttled',
  'cold-start',
  'slow',
  'denied',
  'failed',
  '403',
  'no-event',
  'stuck',
  'cost',
  'security',
] as const
export type Symptom = (typeof symptoms)[number]
