import { valueIfRead } from '../../evidence/evidence.ts'
import { milliseconds, percent, plural } from '../dynamodb/amount.ts'
import type { ColdContext, ColdEvidence } from './cold-needs.ts'
import { type ColdVerdict, startsFact, whenOf } from './cold-verdict.ts'
import { frequencyVerdict } from './frequency-verdict.ts'
import { lengthVerdicts } from './length-verdict.ts'
import { provisionedVerdicts } from './provisioned-verdict.ts'
import { snapStartVerdict } from './snapstart-verdict.ts'
import { type StartPicture, startPicture } from './start-picture.ts'
import { stateVerdict } from './state-verdict.ts'

const slowMs = 1_500
const longInitMs = 1_000
const veryLongInitMs = 2_000

/** Why a function is slow to start, most specific first: what can be put right by configuration outranks what each start takes. */
export function judgeColdStart(evidence: ColdEvidence, at: ColdContext): ColdVerdict[] {
  const picture = startPicture(evidence, at.symptom)
  const state = stateVerdict(evidence, at)
  if (state !== undefined) return [state]
  // A caller's timeout is not explained by cold starts that it would have outlasted.
  if (at.symptom !== 'cold-start' && picture.starts.length === 0 && !hasRepeatedInit(evidence)) return []
  const provisioned = provisionedVerdicts(picture, evidence, at)
  if (provisioned.length > 0) return provisioned
  if (!picture.isKnown) return []
  const repeated = repeatedInit(evidence, at)
  if (repeated !== undefined) return [repeated]
  const warm = warmVerdict(picture, evidence, at)
  if (warm !== undefined) return [warm]
  if (!picture.isNoticed) return []
  const snapStart = snapStartVerdict(picture, evidence, at)
  if (snapStart !== undefined) return [snapStart]

  const frequency =
    (picture.share ?? 0) >= 0.05 || at.symptom !== 'cold-start' ? frequencyVerdict(picture, evidence, at) : undefined
  const init = picture.initMedian ?? 0
  const isLong =
    init >= veryLongInitMs ||
    (frequency === undefined && (init >= longInitMs || (picture.init95 ?? 0) >= veryLongInitMs))
  return [...(frequency === undefined ? [] : [frequency]), ...(isLong ? lengthVerdicts(picture, evidence, at) : [])]
}

function hasRepeatedInit({ startups }: ColdEvidence): boolean {
  return (valueIfRead(startups)?.timedOutInits.length ?? 0) > 0
}

/** An init has ten seconds; beyond that it is begun anew inside the invocation, at the invocation's expense. */
function repeatedInit({ startups, configuration }: ColdEvidence, at: ColdContext): ColdVerdict | undefined {
  const log = valueIfRead(startups)
  const [first] = log?.timedOutInits ?? []
  if (log === undefined || first === undefined) return undefined
  const timeout = valueIfRead(configuration)?.timeoutSeconds
  return {
    id: 'cold-init-timeout-retry',
    strength: 'proven',
    summary: `The init of ${at.target.name} ran out of its time ${plural(log.timedOutInits.length, 'time')} (${milliseconds(first.durationMs)}) and was begun again inside the invocation${timeout === undefined ? '' : `, which has ${timeout} s for everything`}.`,
    facts: [
      at.fact(
        'startups',
        'Init that timed out',
        `${plural(log.timedOutInits.length, 'time')}, ${milliseconds(first.durationMs)}`,
        first.at,
        log.group,
      ),
    ],
    times: log.timedOutInits.map((init) => init.at),
  }
}

/** More invocations are slow than are cold, and their duration leaves the start out: the time goes elsewhere. */
function warmVerdict(picture: StartPicture, evidence: ColdEvidence, at: ColdContext): ColdVerdict | undefined {
  const { durationMedian = 0, duration95 = 0, duration99 = 0, share, isComplete } = picture
  if (!isComplete || share === undefined || at.symptom !== 'cold-start') return undefined
  const slow = [
    { part: 0.5, name: 'half', value: durationMedian, metric: 'Duration p50' },
    { part: 0.05, name: 'one in twenty', value: duration95, metric: 'Duration p95' },
    { part: 0.01, name: 'one in a hundred', value: duration99, metric: 'Duration p99' },
  ].find((each) => each.value >= Math.max(slowMs, picture.init95 ?? 0) && share <= each.part / 2)
  if (slow === undefined) return undefined
  return {
    id: 'cold-not-cold',
    strength: 'likely',
    summary: `${at.target.name} is slow, but not to start: ${slow.name} of its invocations takes ${milliseconds(slow.value)} or more inside the handler, and only ${percent(share)} started cold.`,
    facts: [
      at.fact(
        'metrics',
        'Duration without the start',
        `${milliseconds(slow.value)} (${slow.metric.slice(9)})`,
        undefined,
        slow.metric,
      ),
      startsFact(picture, evidence, at),
    ],
    ...whenOf({ ...picture, starts: [] }),
    standsAlone: true,
  }
}
