import { dayText } from '../../evidence/cost/days.ts'
import { type UsageShare, usageTypes } from '../../evidence/cost/usage-types.ts'
import { defineCause } from '../cause.ts'
import { amount } from './money.ts'
import { usageIds } from './usage-ids.ts'

const frontDoor = /ApiGateway(Http)?Request|ApiGatewayMessage|Requests-(Tier\d|HTTPS?)|LCUUsage/i
const doorService = /api gateway|cloudfront|load balancing|appsync/i
const leastRatio = 1.3
/** How far growth of one service may be from that of the front door. */
const tolerance = 0.3

export const costTrafficGrowth = defineCause({
  id: 'cost-traffic-growth',
  target: 'account',
  symptoms: ['cost'],
  cause:
    'There is more traffic: requests at the front door and the use behind it grew by the same factor, each request as cheap as before.',
  fix: () => ({
    now: 'Tell whether the traffic is wanted: a launch, a campaign, one client that loops, or a crawler; the access log by client shows it.',
    proper:
      'Throttle what is not wanted with a usage plan or a WAF rate rule; for what is wanted, cache and make each request cheaper.',
    prevent: 'Alarm on cost per request, not on cost alone.',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
  known: 'memory',
  leadsTo: usageIds,
  needs: { usage: usageTypes },
  diagnose({ usage }, at) {
    if (usage === null) return { clear: 'No service rose.' }
    const doors = usage.shares.filter((each) => doorService.test(each.service) && frontDoor.test(each.usageType))
    const door = doors.find((each) => ratioOf(each) >= leastRatio)
    if (door === undefined) return { clear: 'Requests at no front door grew with the bill.' }
    const growth = ratioOf(door)
    const others = usage.shares.filter((each) => each.service !== door.service && each.extraUsd > 0)
    const alike = others.filter((each) => Math.abs(ratioOf(each) / growth - 1) <= tolerance)
    const explained = [door, ...alike].reduce((sum, each) => sum + each.extraUsd, 0)
    if (alike.length === 0 || explained < 0.6 * usage.extraUsd)
      return { clear: 'The cost behind the front door did not grow by the same factor as its requests.' }
    return {
      strength: 'likely',
      summary: `Requests (${door.usageType}) grew ${growth.toFixed(1)}-fold since ${dayText(door.rise.onset)}, and ${[...new Set(alike.map((each) => each.service))].join(', ')} with them by the same factor.`,
      facts: [door, ...alike.slice(0, 3)].map((each) =>
        at.fact(
          'usage',
          `${each.service} ${each.usageType}`,
          `${amount(each.quantity?.since ?? 0)} a day, ${amount(each.quantity?.before ?? 0)} before`,
          each.rise.onset,
        ),
      ) as [ReturnType<typeof at.fact>],
      times: door.rise.days,
      extent: Math.min(1, explained / usage.extraUsd),
    }
  },
})

/** How many times as much is used; 0 where it is not known. */
function ratioOf({ quantity }: UsageShare): number {
  return quantity === undefined || quantity.before <= 0 ? 0 : quantity.since / quantity.before
}
