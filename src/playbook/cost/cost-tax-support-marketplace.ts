import { askedService } from '../../evidence/cost/asked-service.ts'
import { dailyCosts } from '../../evidence/cost/daily-costs.ts'
import { costDays, dayText } from '../../evidence/cost/days.ts'
import { costPicture, daysBetween } from '../../evidence/cost/rising-services.ts'
import { defineCause } from '../cause.ts'
import { dollars, riseText } from './money.ts'

export const costTaxSupportMarketplace = defineCause({
  id: 'cost-tax-support-marketplace',
  target: 'account',
  symptoms: ['cost'],
  cause: 'A charge that is not for use: tax, a support plan, an upfront fee or a subscription from the Marketplace.',
  fix: () => ({
    now: 'Look the charge up on the bill: Billing → Bills shows the seller and the invoice. Nothing has to be stopped in the account.',
    proper: 'Cancel a subscription nobody uses under AWS Marketplace → Manage subscriptions.',
    prevent: 'A budget that excludes tax, support and upfront fees, so that its alarms are about use.',
  }),
  docs: 'https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/getting-viewing-bill.html',
  known: 'memory',
  needs: { daily: dailyCosts },
  diagnose({ daily }, at) {
    const days = costDays(at.window)
    const fee = costPicture(daily, days, at.now, askedService(at.target)).rises.find((each) => each.kind === 'fee')
    if (fee === undefined) return { clear: 'No tax, support, upfront or marketplace charge is new.' }
    const isRow = (keys: readonly string[]): boolean => keys[0] === fee.service
    const kinds = daily.rows.filter(
      (row) => isRow(row.keys) && daysBetween(fee.rise.onset, days.to).some((day) => (row.usd.get(day) ?? 0) > 0),
    )
    return {
      strength: 'likely',
      summary: `${fee.service} was charged ${dollars(fee.rise.extraUsd)} on ${fee.rise.days.map(dayText).slice(0, 3).join(', ')}: a charge that is not for use.`,
      facts: [
        at.fact('daily', fee.service, riseText(fee.rise), fee.rise.onset),
        at.fact(
          'daily',
          'Kind of charge',
          kinds.map((row) => (row.keys[1] === '' ? 'not said' : row.keys[1])).join(', ') || 'not said',
        ),
      ],
      times: fee.rise.days,
      extent: 1,
    }
  },
})
