import { dailyCosts } from '../../evidence/cost/daily-costs.ts'
import { dayText } from '../../evidence/cost/days.ts'
import { usageTypes } from '../../evidence/cost/usage-types.ts'
import { defineCause } from '../cause.ts'
import { amount, dollars } from './money.ts'
import { isFreeNoLonger } from './usage-reading.ts'

/** Use that a Savings Plan or a reservation paid for. */
const commitment = /^(SavingsPlan\w+|DiscountedUsage|RIFee)$/i

export const costFreeTierEnded = defineCause({
  id: 'cost-free-tier-ended',
  target: 'account',
  symptoms: ['cost'],
  cause: 'Use that was free is billed now: the free twelve months are over, or this month’s free amount is used up.',
  fix: () => ({
    now: 'See Billing → Free Tier for what is used up. Use is as before, so there is nothing to stop.',
    proper: 'Size what runs for its real price.',
    prevent: 'Free Tier alerts in the billing preferences.',
  }),
  docs: 'https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/tracking-free-tier-usage.html',
  known: 'memory',
  needs: { usage: usageTypes, daily: dailyCosts },
  diagnose({ usage, daily }, at) {
    const risen = (usage?.shares ?? []).filter((each) => each.extraUsd > 0)
    const free = risen.filter(isFreeNoLonger)
    const first = free[0]
    const extra = free.reduce((sum, each) => sum + each.extraUsd, 0)
    if (usage === null || first?.quantity === undefined || extra < usage.extraUsd / 2)
      return { clear: 'What is billed now was used less, or was not free, before.' }
    const wasCommitted = daily.rows.some(
      ({ keys, usd }) => keys[0] === first.service && commitment.test(keys[1]) && usd.size > 0,
    )
    if (wasCommitted)
      return { clear: 'What is billed now was paid for by a Savings Plan or reservation before, not free.' }
    return {
      strength: 'likely',
      summary: `${first.usageType} of ${first.service} is used as before but billed since ${dayText(first.rise.onset)}: ${dollars(first.peakUsd)} a day instead of ${dollars(first.usualUsd)}.`,
      facts: [
        at.fact(
          'usage',
          'Used a day',
          `${amount(first.quantity.since)}, ${amount(first.quantity.before)} before`,
          first.rise.onset,
        ),
        at.fact(
          'usage',
          first.usageType,
          `${dollars(first.peakUsd)} on the dearest day, ${dollars(first.usualUsd)} a day before`,
        ),
      ],
      times: first.rise.days,
      extent: Math.min(1, extra / usage.extraUsd),
    }
  },
})
