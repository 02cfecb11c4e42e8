import type { Incident } from './incident.ts'

/** A running diagnosis that is older than this died with its worker. Longer than the worker may run, in milliseconds. */
export const diagnosisPatienceMs = 90_000

/** Whether an incident wants a diagnosis: it has none, it fires again since, or the last attempt came to no end. */
export function isUndiagnosed({ diagnosis, state, stateSince, reopenings }: Incident, now: number): boolean {
  switch (diagnosis.status) {
    case 'none':
    case 'interrupted':
      return true
    case 'running':
      return now - diagnosis.at > diagnosisPatienceMs
    case 'failed':
      return state === 'firing' && diagnosis.at < stateSince
    case 'done':
      return reopenings > 0 && state === 'firing' && diagnosis.at < stateSince
  }
}
