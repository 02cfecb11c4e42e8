import type { Series } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { seriesOf } from '../../evidence/lambda/metrics.ts'
import { milliseconds, percent, plural } from '../dynamodb/amount.ts'
import type { ColdContext, ColdEvidence } from './cold-needs.ts'
import { type ColdVerdict, startsFact, whenOf } from './cold-verdict.ts'
import { frequencyVerdict } from './frequency-verdict.ts'
import { lengthVerdicts } from './length-verdict.ts'
import { provisionedVerdicts } from './provisioned-verdict.ts'
import { snapStartVerdict } from './snapstart-verdict.ts'
import { isAboutStarts, oftenShare, quantile, type StartPicture, startPicture } from './start-picture.ts'
import { stateVerdict } from './state-verdict.ts'

const slowMs = 1_500
const slowForAnybodyMs = 3_000
/** The slower minutes against the faster ones, and the slowest calls against the middle, before they count as out of the usual. */
const riseFactor = 2.5
const tailFactor = 5
const longInitMs = 1_000
const veryLongInitMs = 2_000

/** Why a function is slow to start, most specific first: what can be put right by configuration outranks what each start takes. */
export function judgeColdStart(evidence: ColdEvidence, at: ColdContext): ColdVerdict[] {
  const picture = startPicture(evidence, at.symptom, at.thresholds?.slowMilliseconds)
  const state = stateVerdict(evidence, at)
  if (state !== undefined) return [state]
  // A caller's timeout is not explained by cold starts that it would have outlasted.
  if (!isAboutStarts(at.symptom) && picture.starts.length === 0 && !hasRepeatedInit(evidence)) return []
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

  const isFrequent = (picture.share ?? 0) >= oftenShare || picture.isWave || !isAboutStarts(at.symptom)
  const frequency = isFrequent ? frequencyVerdict(picture, evidence, at) : undefined
  const init = picture.initMedian ?? 0
  const isLong =
    init >= veryLongInitMs ||
    (frequency === undefined && (init >= longInitMs || (picture.init95 ?? 0) >= veryLongInitMs))
  const lengths = isLong ? lengthVerdicts(picture, evidence, at) : []
  // How often and how long multiply: where both are clear they stand beside each other, the length first.
  const verdicts = [
    ...(frequency === undefined ? [] : [{ ...frequency, extent: 0.4 }]),
    ...lengths.map((verdict) => (lengths.length === 1 ? { ...verdict, extent: 0.6 } : verdict)),
  ]
  return picture.mayStandReady
    ? verdicts.map(({ extent: _, ...verdict }) => ({ ...verdict, strength: 'possible' }))
    : verdicts
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
  const { durationP50 } = seriesOf(evidence.metrics)
  const rise = riseOf(durationP50)
  const half = { part: 0.5, name: 'half', metric: 'Duration p50' } as const
  const slow = [
    ...(rise === undefined ? [] : [{ ...half, value: rise.to, isNews: true }]),
    { ...half, value: durationMedian, isNews: false },
    { part: 0.05, name: 'one in twenty', value: duration95, metric: 'Duration p95', isNews: true },
    { part: 0.01, name: 'one in a hundred', value: duration99, metric: 'Duration p99', isNews: true },
  ].find(
    (each) =>
      each.value >= Math.max(slowMs, picture.init95 ?? 0) &&
      share <= each.part / 2 &&
      (each.part === 0.5 || each.value >= tailFactor * durationMedian),
  )
  // A handler that always takes as long is slow only if somebody says so, and then starts that are felt come first.
  if (slow === undefined || (!slow.isNews && picture.isNoticed)) return undefined
  const rose = rise !== undefined && slow.value === rise.to ? `, ${milliseconds(rise.from)} in its faster minutes` : ''
  return {
    id: 'cold-not-cold',
    strength: slow.isNews || slow.value >= slowForAnybodyMs ? 'likely' : 'possible',
    summary: `${at.target.name} is slow, but not to start: ${slow.name} of its invocations take ${milliseconds(slow.value)} or more inside the handler${rose}, and only ${percent(share)} started cold.`,
    facts: [
      at.fact(
        'metrics',
        'Duration without the start',
        `${milliseconds(slow.value)} (${slow.metric.slice(9)})${rose}`,
        undefined,
        slow.metric,
      ),
      startsFact(picture, evidence, at),
    ],
    ...whenOf({ ...picture, starts: [] }),
    standsAlone: true,
  }
}

/** How far the slower minutes of a window lie above its faster ones; undefined where they are alike. */
function riseOf({ points }: Series): { readonly from: number; readonly to: number } | undefined {
  const values = points.map((point) => point.value)
  const from = quantile(values, 1 / 6)
  const to = quantile(values, 5 / 6)
  return from === undefined || to === undefined || to < riseFactor * from ? undefined : { from, to }
}
