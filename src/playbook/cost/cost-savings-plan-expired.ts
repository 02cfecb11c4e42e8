import type { CostRow } from '../../evidence/cost/cost-rows.ts'
import { dailyCosts } from '../../evidence/cost/daily-costs.ts'
import { costDays, dayMs, dayOf, dayText } from '../../evidence/cost/days.ts'
import { medianOf } from '../../evidence/cost/rise.ts'
import { costPicture, daysBetween, sumOf } from '../../evidence/cost/rising-services.ts'
import { defineCause } from '../cause.ts'
import { dollars, riseText } from './money.ts'

/** Use that a commitment paid for, and the fees of commitments. */
const covered = /^(SavingsPlanCoveredUsage|DiscountedUsage)$/i
const committed = /^(SavingsPlanRecurringFee|RIFee|SavingsPlanCoveredUsage|DiscountedUsage)$/i
const fewestDays = 2

export const costSavingsPlanExpired = defineCause({
  id: 'cost-savings-plan-expired',
  target: 'account',
  symptoms: ['cost'],
  cause: 'A Savings Plan or reservation has ended, so the same use is billed at on-demand rates again.',
  fix: () => ({
    now: 'See which one ended: Cost Management → Savings Plans → Inventory, or Reservations → Expiring.',
    proper: 'Buy a new plan for what runs all the time, after looking at the recommendation for it.',
    prevent: 'Queue the next plan before this one ends, and set expiry alerts.',
    cli: 'aws ce get-savings-plans-purchase-recommendation --savings-plans-type COMPUTE_SP --term-in-years ONE_YEAR --payment-option NO_UPFRONT --lookback-period-in-days THIRTY_DAYS --region us-east-1',
  }),
  docs: 'https://docs.aws.amazon.com/savingsplans/latest/userguide/ce-sp-inventory.html',
  known: 'confirmed',
  leadsTo: ['cost-lambda-duration'],
  needs: { daily: dailyCosts },
  diagnose({ daily }, at) {
    const days = costDays(at.window)
    const complete = daysBetween(days.from, Math.min(days.to, dayOf(at.now)))
    const paid = sumOf(daily.rows.filter((row) => committed.test(row.keys[1])))
    const last = complete.filter((day) => (paid.get(day) ?? 0) > 0).at(-1)
    if (last === undefined) return { clear: 'No Savings Plan or reservation paid for use in these weeks.' }
    const onset = last + dayMs
    const gone = complete.filter((day) => day >= onset)
    if (onset < days.scanFrom || gone.length < fewestDays)
      return { clear: 'A Savings Plan or reservation still pays for use.' }
    const picture = costPicture(daily, days, at.now)
    const rise = picture.rises.find((each) => each.kind === 'use' && Math.abs(each.rise.onset - onset) <= dayMs)
    const before = medianOf(daysBetween(onset - 7 * dayMs, onset).map((day) => paid.get(day) ?? 0))
    if (rise === undefined || before < picture.floorUsd) return { clear: 'No service rose when the commitment ended.' }
    const wasCovered = daily.rows.some((row: CostRow) => covered.test(row.keys[1]) && row.keys[0] === rise.service)
    return {
      strength: wasCovered ? 'proven' : 'likely',
      summary: `A Savings Plan or reservation worth ${dollars(before)} a day ended on ${dayText(onset)}; since then ${rise.service} is billed at on-demand rates: ${riseText(rise.rise)}.`,
      facts: [
        at.fact(
          'daily',
          'Paid by commitments',
          `${dollars(before)} a day until ${dayText(last)}, nothing since`,
          onset,
        ),
        at.fact('daily', rise.service, riseText(rise.rise), rise.rise.onset),
      ],
      times: rise.rise.days,
      extent: 1,
    }
  },
})
