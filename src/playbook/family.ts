import type { Symptom } from '../targets/symptom.ts'

const functionFailures = ['errors', 'timeout', 'throttled'] as const

/** Symptoms that share a failure, the asked one first: who sees a 502 may have a timeout behind it. */
export const family: Readonly<Record<Symptom, readonly Symptom[]>> = {
  '502': ['502', '500', '504', ...functionFailures],
  '504': ['504', '502', '500', ...functionFailures],
  '500': ['500', '502', '504', ...functionFailures],
  '4xx': ['4xx'],
  timeout: ['timeout', 'errors', 'throttled'],
  errors: ['errors', 'timeout', 'throttled'],
  throttled: ['throttled', 'errors'],
  'cold-start': ['cold-start'],
  slow: ['slow'],
  denied: ['denied'],
  failed: ['failed'],
  '403': ['403'],
  'no-event': ['no-event', ...functionFailures],
  stuck: ['stuck', ...functionFailures],
  cost: ['cost'],
  security: ['security'],
  any: [
    '502',
    '504',
    '500',
    '4xx',
    ...functionFailures,
    'stuck',
    'no-event',
    '403',
    'failed',
    'denied',
    'cold-start',
    'slow',
  ],
}
