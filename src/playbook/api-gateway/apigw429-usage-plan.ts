import type { RestApi } from '../../targets/target.ts'
import { choose, shellWord } from '../command.ts'
import { restThrottle } from './throttle-cause.ts'
import type { ExceededLimit } from './throttle-limit.ts'
import { listPlans, roomFor } from './throttle-room.ts'

export const usagePlan429 = restThrottle({
  id: 'apigw429-usage-plan',
  scope: 'plan',
  cause: 'The usage plan of the API key allows fewer requests a second than the client sends.',
  limit: (_api, { name }) => `usage plan ${name}`,
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
  fix: (api, exceeded) => ({
    now: 'Raise the rate of the usage plan, or let the client send fewer requests and back off on 429.',
    proper: 'Give clients with other needs a plan of their own.',
    ...(exceeded !== undefined && api.kind === 'rest-api' && { cli: raise(api, exceeded) }),
  }),
})

function raise(api: RestApi, exceeded: ExceededLimit): string {
  const { rate, burst } = roomFor(exceeded)
  const { planId, method } = exceeded
  const [, path, verb] = /^(.*)\/(\w+)$/.exec(method ?? '') ?? []
  const at =
    path === undefined
      ? '/throttle'
      : `/apiStages/${api.id}:${api.stage}/throttle/${path.replaceAll('/', '~1')}/${verb}`
  const change = (plan: string): string =>
    `aws apigateway update-usage-plan --usage-plan-id ${plan} --patch-operations ${shellWord(`op=replace,path=${at}/rateLimit,value=${rate}`)} ${shellWord(`op=replace,path=${at}/burstLimit,value=${burst}`)} --region ${api.region}`
  return planId === undefined
    ? choose(listPlans(api), { PLAN: 'the id of the plan that the key of the client is in' }, ({ PLAN }) =>
        change(PLAN),
      )
    : change(planId)
}
