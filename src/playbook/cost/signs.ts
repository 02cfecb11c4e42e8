import { anomalyDays } from '../../evidence/cost/anomalies.ts'
import { askedService } from '../../evidence/cost/asked-service.ts'
import { costDays, dayMs, dayText } from '../../evidence/cost/days.ts'
import { costPicture } from '../../evidence/cost/rising-services.ts'
import { usageTypes } from '../../evidence/cost/usage-types.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import type { Fact } from '../fact.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { costNeeds } from './cost-needs.ts'
import { creditsLost } from './credits.ts'
import { dollars, riseText } from './money.ts'
import { anomaliesAsked } from './usage-reading.ts'

const mostFacts = 5
/** A week to know what is usual by, and a day to compare with it. */
const fewestDays = 7

const accountCost = defineSign({
  id: 'cost.account',
  target: 'account',
  symptoms: ['cost'],
  needs: { ...costNeeds, usage: optional(usageTypes) },
  observe(evidence, at): Observation {
    const days = costDays(at.window)
    const of = at.target.name === at.target.account ? `account ${at.target.account}` : at.target.name
    const costs = valueIfRead(evidence.daily)
    const anomalies = anomaliesAsked(valueIfRead(evidence.anomalies) ?? [], at.target)
    const marked: Fact[] = anomalies
      .slice(0, 3)
      .map((each) =>
        at.fact(
          'anomalies',
          'Anomaly that AWS marked',
          `${dollars(each.totalUsd)} above what was expected since ${dayText(each.from)}`,
          each.from,
        ),
      )
    const anomalyTimes = anomalies.flatMap((each) => anomalyDays(each, days.to - dayMs))
    const ongoing = anomalies.filter((each) => each.to === undefined || each.to >= days.to - 3 * dayMs)
    if (costs === undefined || !costs.complete) {
      const why =
        costs === undefined
          ? 'The daily cost could not be read'
          : 'Cost Explorer answered with more pages than one answer may pay for'
      if (ongoing.length === 0)
        return {
          state: 'unknown',
          summary: `${why}, so whether ${of} costs more than usual is not known.`,
          facts: marked,
          times: anomalyTimes,
        }
      return {
        state: 'present',
        summary: `${why}, but AWS marked ${ongoing.length} cost ${ongoing.length === 1 ? 'anomaly' : 'anomalies'} of ${of}.`,
        facts: marked,
        times: anomalyTimes,
      }
    }
    const picture = costPicture(costs, days, at.now, askedService(at.target))
    if (!picture.hasData)
      return {
        state: 'unknown',
        summary: `Cost Explorer holds no cost of ${of} for these days; it may be switched off, or new.`,
        facts: marked,
        times: anomalyTimes,
      }
    if (picture.daysKnown < fewestDays && picture.rises.length === 0)
      return {
        state: 'unknown',
        summary: `Cost Explorer holds ${picture.daysKnown} day${picture.daysKnown === 1 ? '' : 's'} of cost of account ${at.target.account}, too few to know what is usual.`,
        facts: marked,
        times: anomalyTimes,
      }
    const lost = creditsLost(costs, days, at.now, picture.floorUsd)
    const usual = at.fact(
      'daily',
      'Usual cost',
      `${dollars(picture.usualUsd)} a day of use, median since ${dayText(days.from)}`,
    )
    const open = picture.rises.filter((each) => !each.rise.isOver)
    const told = open.length > 0 ? open : picture.rises
    const share = valueIfRead(evidence.usage)?.shares.find((each) => each.extraUsd > 0)
    const facts = [
      ...told.slice(0, mostFacts).map(({ service, rise }) => at.fact('daily', service, riseText(rise), rise.onset)),
      ...(share === undefined
        ? []
        : [
            at.fact(
              'usage',
              `Most of it: ${share.usageType}`,
              `${dollars(share.peakUsd)} on the dearest day, ${dollars(share.usualUsd)} a day in the week before`,
              share.rise.onset,
            ),
          ]),
      ...(lost === undefined
        ? []
        : [
            at.fact(
              'daily',
              'Credits',
              `${dollars(lost.usualUsd)} a day until ${dayText(lost.onset)}, none since`,
              lost.onset,
            ),
          ]),
      ...marked,
      usual,
    ]
    const times = [
      ...new Set([
        ...told.flatMap((each) => each.rise.days),
        ...(lost?.days ?? []),
        ...(told.length === 0 ? anomalyTimes : []),
      ]),
    ].sort()
    const first = told[0]
    if (open.length > 0 && first !== undefined) {
      const others =
        open.length === 1 ? '' : `, and ${open.length - 1} more service${open.length === 2 ? '' : 's'} rose`
      return {
        state: 'present',
        summary: `${first.service} costs more than usual since ${dayText(first.rise.onset)}: ${riseText(first.rise)}${share?.service === first.service ? `, most of it ${share.usageType}` : ''}${others}.`,
        facts,
        times,
      }
    }
    if (lost !== undefined)
      return {
        state: 'present',
        summary: `The bill of ${of} rose because credits of ${dollars(lost.usualUsd)} a day stopped after ${dayText(lost.onset - dayMs)}.`,
        facts,
        times,
      }
    if (ongoing.length > 0)
      return {
        state: 'present',
        summary: `No service left its usual daily cost, but AWS marked ${ongoing.length} cost ${ongoing.length === 1 ? 'anomaly' : 'anomalies'} of ${of}.`,
        facts,
        times,
      }
    if (first !== undefined)
      return {
        state: 'recovered',
        summary: `${first.service} cost more from ${dayText(first.rise.onset)} to ${dayText(first.rise.days.at(-1) ?? first.rise.onset)} (${riseText(first.rise)}) and is back at its usual cost.`,
        facts,
        times,
      }
    return {
      state: 'absent',
      summary: `No service of ${of} left its usual cost since ${dayText(Math.max(days.scanFrom, days.to - picture.daysKnown * dayMs))}: ${dollars(picture.usualUsd)} a day. Cost Explorer lags by up to a day, so the newest hours are not in it.`,
      facts,
      times: [],
    }
  },
})

export const costSigns: readonly Sign[] = [accountCost]
