import { total } from '../../evidence/cloudwatch/series.ts'
import { seriesOf } from '../../evidence/lambda/metrics.ts'
import { amount, milliseconds, percent, plural } from '../dynamodb/amount.ts'
import { presenceOf } from '../presence.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { unknownWords } from './cold-cause.ts'
import { coldNeeds } from './cold-needs.ts'
import { howOften, startsFact } from './cold-verdict.ts'
import { provisionedVerdicts } from './provisioned-verdict.ts'
import { startPicture } from './start-picture.ts'

const minuteMs = 60_000

const coldStart = defineSign({
  id: 'function-cold-start',
  target: 'function',
  symptoms: ['cold-start'],
  needs: coldNeeds,
  observe(evidence, at): Observation {
    const { target, window, now, thresholds } = at
    const picture = startPicture(evidence, 'cold-start', thresholds?.slowMilliseconds)
    const { starts, share, initMedian, restoreMedian, invocations } = picture
    const blind = { state: 'unknown', facts: [], times: [] } as const
    if (!picture.isKnown) return { ...blind, summary: unknownWords(evidence) }
    if (invocations === 0 && starts.length === 0)
      return { ...blind, summary: `${target.name} was not called in this window.` }
    const facts = [
      startsFact(picture, evidence, at),
      ...(picture.durationMedian === undefined
        ? []
        : [
            at.fact(
              'metrics',
              'Duration without the start',
              `${milliseconds(picture.durationMedian)} in the middle${picture.duration99 === undefined ? '' : `, p99 ${milliseconds(picture.duration99)}`}`,
              undefined,
              'Duration p50',
            ),
          ]),
    ]
    const spilled = provisionedVerdicts(picture, evidence, at).find((verdict) => /spillover|weighted/.test(verdict.id))
    const isFelt = picture.isNoticed || picture.repeatedAt.length > 0
    if (!isFelt && spilled === undefined) {
      if (!picture.isComplete)
        return { ...blind, facts, summary: `The log of ${target.name} is too large to have been searched to its end.` }
      const few =
        starts.length === 0
          ? 'No invocation'
          : `${amount(starts.length)} of ${amount(invocations)} invocations${share === undefined ? '' : ` (${percent(share)})`}`
      return {
        state: 'absent',
        facts,
        times: [],
        summary: `${few} of ${target.name} started cold${initMedian === undefined ? '' : `, with an init of ${milliseconds(initMedian)}`}: too few and too short to be felt.`,
      }
    }
    if (picture.mayStandReady && picture.repeatedAt.length === 0)
      return {
        ...blind,
        facts,
        summary: `${howOften(picture, target.name)} by its log, but whether it has provisioned concurrency could not be read: environments that stand ready log a start too, and nobody waits for it.`,
      }
    const moments = isFelt ? [...starts.map((start) => start.at), ...picture.repeatedAt] : (spilled?.times ?? [])
    const times = [...new Set(moments.map(minuteOf))].sort((a, b) => a - b)
    const failures = {
      points: times.map((time) => ({ at: time, value: moments.filter((moment) => minuteOf(moment) === time).length })),
    }
    const calls = seriesOf(evidence.metrics).invocations
    const presence = presenceOf(failures, total(calls) === 0 ? undefined : calls, Math.min(window.to, now), thresholds)
    const wait = initMedian ?? restoreMedian
    const what =
      starts.length === 0 && picture.repeatedAt.length > 0
        ? `The init of ${target.name} ran out of its time ${plural(picture.repeatedAt.length, 'time')} and was begun again`
        : howOften(picture, target.name)
    return {
      state: presence.state,
      summary: `${what}${wait === undefined ? '' : `, waiting ${milliseconds(wait)} in the middle`}${presence.state === 'recovered' ? '; none since' : ''}.`,
      facts,
      times,
    }
  },
})

function minuteOf(at: number): number {
  return Math.floor(at / minuteMs) * minuteMs
}

export const signs: readonly Sign[] = [coldStart]
