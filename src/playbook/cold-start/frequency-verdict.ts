import type { Series } from '../../evidence/cloudwatch/series.ts'
import { highest, total, within } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { seriesOf } from '../../evidence/lambda/metrics.ts'
import { amount, clockTime, plural } from '../dynamodb/amount.ts'
import type { ColdContext, ColdEvidence } from './cold-needs.ts'
import { type ColdVerdict, howOften, startsFact, whenOf } from './cold-verdict.ts'
import type { StartPicture } from './start-picture.ts'

const minuteMs = 60_000
const deployWrites = /^(UpdateFunctionCode|UpdateFunctionConfiguration|UpdateAlias|PublishVersion)/
/** Environments that are not called for this long may be taken back. */
const idleMinutes = 5

/** Why so many invocations are cold: a deployment, a burst, or too little traffic to keep environments. */
export function frequencyVerdict(
  picture: StartPicture,
  evidence: ColdEvidence,
  at: ColdContext,
): ColdVerdict | undefined {
  return (
    deployVerdict(picture, evidence, at) ?? burstVerdict(picture, evidence, at) ?? idleVerdict(picture, evidence, at)
  )
}

function deployVerdict(picture: StartPicture, evidence: ColdEvidence, at: ColdContext): ColdVerdict | undefined {
  const { starts } = picture
  const modified = valueIfRead(evidence.configuration)?.lastModified
  const writes = (valueIfRead(evidence.writes)?.events ?? []).filter(
    (event) => event.errorCode === undefined && deployWrites.test(event.name),
  )
  const moments = [
    ...writes.map((event) => ({
      at: event.at,
      fact: () => at.fact('writes', event.name.replace(/\d{8}(v\d+)?$/, ''), `by ${event.who}`, event.at),
    })),
    ...(modified === undefined
      ? []
      : [
          {
            at: modified,
            fact: () => at.fact('configuration', 'Last modified', new Date(modified).toISOString(), modified),
          },
        ]),
  ]
  const invocations = seriesOf(evidence.metrics).invocations
  const best = moments
    .map((moment) => ({
      ...moment,
      after: starts.filter((start) => start.at >= moment.at - minuteMs && start.at <= moment.at + 10 * minuteMs).length,
    }))
    .sort((a, b) => b.after - a.after)[0]
  // Without traffic before it, the starts would have come without the deployment too.
  if (
    best === undefined ||
    best.after < 3 ||
    best.after < 0.6 * starts.length ||
    total(within(invocations, 0, best.at)) < 3
  )
    return undefined
  const before = starts.filter((start) => start.at < best.at - minuteMs).length
  const minutesBefore = Math.max(1, (best.at - at.window.from) / minuteMs)
  if (before / minutesBefore > best.after / 10 / 3) return undefined
  return {
    id: 'cold-deploy',
    strength: 'likely',
    summary: `${plural(best.after, 'cold start')} of ${at.target.name} fell in the ten minutes after its change at ${clockTime(best.at)}: a change replaces every environment.`,
    facts: [best.fact(), startsFact(picture, evidence, at)],
    ...whenOf(picture),
  }
}

function burstVerdict(picture: StartPicture, evidence: ColdEvidence, at: ColdContext): ColdVerdict | undefined {
  const series = seriesOf(evidence.metrics)
  const demand = series.concurrentExecutions.points.length > 0 ? series.concurrentExecutions : series.invocations
  const steps = stepsOf(demand)
  const inSteps = picture.starts.filter((start) =>
    steps.some((step) => start.at >= step.at - minuteMs && start.at < step.at + 2 * minuteMs),
  ).length
  const [step] = [...steps].sort((a, b) => b.to - b.from - (a.to - a.from))
  if (step === undefined || inSteps < 3 || inSteps < 0.6 * picture.starts.length) return undefined
  const metric = demand === series.concurrentExecutions ? 'ConcurrentExecutions' : 'Invocations'
  const what = metric === 'Invocations' ? 'calls a minute' : 'calls at a time'
  return {
    id: 'cold-burst-scale-out',
    strength: 'likely',
    summary: `${plural(inSteps, 'cold start')} of ${at.target.name} came as its load jumped from ${amount(step.from)} to ${amount(step.to)} ${what} at ${clockTime(step.at)}: each call beyond the ready environments starts a new one.`,
    facts: [
      at.fact('metrics', `Most ${what}`, `${amount(step.from)}, then ${amount(step.to)}`, step.at, metric),
      startsFact(picture, evidence, at),
    ],
    ...whenOf(picture),
  }
}

function stepsOf({ points }: Series): { at: number; from: number; to: number }[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1]
    const from = before !== undefined && point.at - before.at <= 2 * minuteMs ? before.value : 0
    return index > 0 && point.value >= 2 * from && point.value >= from + 5
      ? [{ at: point.at, from, to: point.value }]
      : []
  })
}

function idleVerdict(picture: StartPicture, evidence: ColdEvidence, at: ColdContext): ColdVerdict | undefined {
  const { share = 0, starts, invocations } = picture
  const series = seriesOf(evidence.metrics)
  const minutes = Math.max(1, (at.window.to - at.window.from) / minuteMs)
  const concurrency = highest(series.concurrentExecutions) ?? 1
  const busy = series.invocations.points.filter((point) => point.value > 0).map((point) => point.at)
  const afterIdle = starts.filter((start) => {
    const own = Math.floor(start.at / minuteMs) * minuteMs
    const last = busy.findLast((minute) => minute < own)
    return last === undefined || own - last >= idleMinutes * minuteMs
  })
  if (share < 0.2 || invocations / minutes > 2 || concurrency > 3 || afterIdle.length < 0.5 * starts.length)
    return undefined
  return {
    id: 'cold-low-traffic',
    strength: 'likely',
    summary: `${howOften(picture, at.target.name)}: it is called ${amount((invocations / minutes) * 60)} times an hour, so Lambda takes its environments back in between.`,
    facts: [
      startsFact(picture, evidence, at),
      at.fact(
        'metrics',
        'Calls',
        `${amount(invocations)} in ${amount(minutes)} minutes, at most ${amount(concurrency)} at a time`,
        undefined,
        'Invocations',
      ),
    ],
    ...whenOf(picture),
  }
}
