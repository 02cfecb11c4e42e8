/** The verbs that ask for a diagnosis, as typed; `any` is a bare `why`, which asks whatever fits the thing. */
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
  'any',
] as const
export type Symptom = (typeof symptoms)[number]
