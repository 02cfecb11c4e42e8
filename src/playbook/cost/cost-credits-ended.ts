import { dailyCosts } from '../../evidence/cost/daily-costs.ts'
import { costDays, dayText } from '../../evidence/cost/days.ts'
import { costPicture } from '../../evidence/cost/rising-services.ts'
import { defineCause } from '../cause.ts'
import { creditsLost } from './credits.ts'
import { dollars } from './money.ts'

export const costCreditsEnded = defineCause({
  id: 'cost-credits-ended',
  target: 'account',
  symptoms: ['cost'],
  cause: 'Credits that paid part of the bill are used up or have expired; use itself is as before.',
  fix: () => ({
    now: 'Nothing is broken: the bill shows what use always cost. Credits and their expiry stand under Billing → Credits.',
    proper: 'Plan with the cost before credits: in Cost Explorer exclude the charge type Credit.',
    prevent: 'A budget on cost before credits.',
  }),
  docs: 'https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/useconsolidatedbilling-credits.html',
  known: 'confirmed',
  needs: { daily: dailyCosts },
  diagnose({ daily }, at) {
    const days = costDays(at.window)
    const { floorUsd, usualUsd } = costPicture(daily, days, at.now)
    const lost = creditsLost(daily, days, at.now, floorUsd)
    if (lost === undefined) return { clear: 'No credit that paid every day has stopped.' }
    return {
      strength: 'proven',
      summary: `Credits that paid ${dollars(lost.usualUsd)} a day stopped: the last one is of ${dayText(lost.onset - 86_400_000)}.`,
      facts: [
        at.fact('daily', 'Credits in the week before', `${dollars(lost.usualUsd)} a day`, lost.onset),
        at.fact('daily', 'Use', `${dollars(usualUsd)} a day, before credits`),
      ],
      times: lost.days,
      extent: 1,
    }
  },
})
