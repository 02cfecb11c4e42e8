import { anomalyDays } from '../../evidence/cost/anomalies.ts'
import { costDays, dayMs, dayText } from '../../evidence/cost/days.ts'
import { aspectOf, type GrowingResource } from '../../evidence/cost/growing-resources.ts'
import { familyOf } from '../../evidence/cost/usage-family.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { AccountRegion } from '../../targets/target.ts'
import { defineCause, type Fix, type Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { usageNeeds } from './cost-needs.ts'
import { grownTarget } from './grown-target.ts'
import { amount, dollars, percent, riseText, used } from './money.ts'
import { anomaliesAsked, familyRise, isFreeNoLonger } from './usage-reading.ts'

interface UsageWords {
  readonly id: string
  /** What is billed: `log data taken in`. */
  readonly use: string
  readonly cause: string
  readonly fix: (target: AccountRegion) => Fix
  readonly docs: `https://${string}`
  readonly known: 'confirmed' | 'memory'
  readonly leadsTo?: readonly string[]
  /** How sure the usage type alone makes it, where the resource's own metric did not grow with it. */
  readonly alone?: Strength
  /** The words of the fix that name the resource found. */
  readonly fixFor?: (resource: GrowingResource) => Fix
}

/** A cause that is a kind of usage: which usage type of which service rose, and the resource whose own metric grew with it. */
export function usageCause({ use, alone = 'likely', fixFor, ...words }: UsageWords) {
  return defineCause({
    ...words,
    target: 'account',
    symptoms: ['cost'],
    needs: usageNeeds,
    diagnose(evidence, at) {
      const usage = evidence.usage.status === 'ok' ? evidence.usage.value : undefined
      if (usage === undefined || usage === null) {
        const days = costDays(at.window)
        const marked = anomaliesAsked(valueIfRead(evidence.anomalies) ?? [], at.target)
          .flatMap((anomaly) => anomaly.causes.map((cause) => ({ anomaly, cause })))
          .find(({ cause }) => familyOf(cause.service, cause.usageType)?.id === words.id)
        if (marked === undefined)
          return usage === null
            ? { clear: `No service rose, so no ${use} did.` }
            : { inconclusive: 'The cost by usage type could not be read.' }
        const { anomaly, cause } = marked
        const where = `${cause.usageType === '' ? cause.service : `${cause.service} ${cause.usageType}`}${cause.region === '' ? '' : ` in ${cause.region}`}`
        return {
          strength: 'likely',
          summary: `AWS marked ${where} as the cause of a cost anomaly of ${dollars(anomaly.totalUsd)} since ${dayText(anomaly.from)}.`,
          facts: [
            at.fact('anomalies', 'Cause that AWS names', where, anomaly.from),
            at.fact('anomalies', 'Above what was expected', dollars(anomaly.totalUsd)),
          ],
          times: anomalyDays(anomaly, days.to - dayMs),
        }
      }
      const rise = familyRise(usage, words.id)
      if (rise === undefined) return { clear: `No ${use} rose by enough to explain the bill.` }
      const { main, part } = rise
      if (isFreeNoLonger(main)) return { clear: `As much ${use} as before was used; it is its price that changed.` }
      const grown = (valueIfRead(evidence.growth)?.resources ?? []).filter((each) => each.familyId === words.id)
      const first = grown[0]
      const facts: [Fact, ...Fact[]] = [
        at.fact(
          'usage',
          main.usageType,
          `${dollars(main.peakUsd)} on the dearest day, ${dollars(main.usualUsd)} a day in the week before`,
          main.rise.onset,
        ),
        at.fact('daily', main.service, riseText(main.rise), main.rise.onset),
        at.fact('usage', 'Part of the rise', `${percent(part)}, ${dollars(rise.extraUsd)} so far`),
        ...(main.quantity === undefined
          ? []
          : [
              at.fact(
                'usage',
                'Used a day',
                `${amount(main.quantity.since)}${unitOf(main.usageType)}, ${amount(main.quantity.before)}${unitOf(main.usageType)} before`,
              ),
            ]),
        ...grown
          .slice(0, 3)
          .map((each) =>
            at.fact(
              'growth',
              `${each.kind} ${each.name}`,
              `${used(each.since, each.metric)} a day since, ${used(each.before, each.metric)} before (${each.metric.split('|')[1] ?? ''})`,
              undefined,
              aspectOf(each),
            ),
          ),
      ]
      const by = first === undefined ? '' : ` ${grownText(first)}`
      return {
        strength:
          first !== undefined && first.unreadCount === 0 && first.share >= 0.5 && part >= 0.5 ? 'proven' : alone,
        summary: `${main.service} rose to ${dollars(main.rise.peak.usd)} a day from ${dollars(main.rise.usualUsd)} on ${dayText(main.rise.onset)}, ${percent(part)} of it for ${use} (${main.usageType}).${by}`,
        facts,
        times: main.rise.days,
        extent: Math.min(1, part),
        ...(first !== undefined && { resource: grownTarget(first, at.target) }),
        ...(first !== undefined && fixFor !== undefined && { fix: fixFor(first) }),
      }
    },
  })
}

function grownText({ kind, name, share, unreadCount }: GrowingResource): string {
  const left = unreadCount === 0 ? '' : `; ${amount(unreadCount)} more were not read`
  return share >= 0.5
    ? `Most of it is ${kind} ${name}${left}.`
    : `${kind} ${name} grew most, ${percent(share)} of it${left}.`
}

/** ` GB` where the usage type tells its unit; nothing where it counts requests, units or events. */
function unitOf(usageType: string): string {
  if (/ByteHrs/.test(usageType)) return ' GB-months'
  if (/Bytes/.test(usageType)) return ' GB'
  return /GB-Second|Lambda-Provisioned-Concurrency/.test(usageType) ? ' GB-seconds' : ''
}
