import type { Table } from '../../targets/target.ts'
import { type CauseSpec, defineCause, type Fix } from '../cause.ts'
import { judgeLatency, type SlowVerdict } from './judge-latency.ts'
import { slowNeeds } from './slow-needs.ts'

/** The words of one reason for slowness; the reasons share their evidence and are judged together. */
export interface SlowWords {
  readonly id: string
  readonly cause: string
  readonly fix: (target: Table) => Fix
  readonly docs: `https://${string}`
  readonly known?: 'memory'
}

/** A cause of slow requests to a table. */
export function slowCause({ id, cause, fix, docs, known }: SlowWords): CauseSpec<'table', typeof slowNeeds> {
  return defineCause({
    id,
    target: 'table',
    symptoms: ['slow'],
    cause,
    fix,
    docs,
    known: known ?? 'confirmed',
    needs: slowNeeds,
    diagnose(evidence, at) {
      const verdicts = judgeLatency(evidence, at)
      const own = verdicts.find((verdict) => verdict.id === id)
      if (own !== undefined) return at.target.caller === undefined ? own : asSeenBy(at.target.caller, own)
      if (evidence.table.status !== 'ok' && /filter|pagination|strong|projection/.test(id))
        return { inconclusive: `${at.target.id} could not be described.` }
      return {
        clear:
          verdicts.length === 0
            ? `The metrics of ${at.target.id} show no sign of it.`
            : `The slowness is accounted for by ${verdicts.map((verdict) => verdict.id).join(', ')}.`,
      }
    },
  })
}

/** What fits a caller's slowness is not proven to be what it waits for: others use the table too. */
function asSeenBy(caller: string, verdict: SlowVerdict): SlowVerdict {
  return {
    ...verdict,
    strength: verdict.strength === 'proven' ? 'likely' : verdict.strength,
    summary: `${verdict.summary} ${caller} was slow in the same minutes.`,
  }
}
