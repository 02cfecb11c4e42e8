import type { RestApi } from '../../targets/target.ts'
import { choose, shellWord } from '../command.ts'
import type { ExceededLimit } from './throttle-limit.ts'

const leastRate = 100

/** Rate and burst that let through twice the limit or twice the busiest minute, whichever is more. */
export function roomFor({ rateLimit = 0, burstLimit = 0, peakRate = 0 }: ExceededLimit): {
  readonly rate: number
  readonly burst: number
} {
  const rate = Math.ceil(Math.max(2 * rateLimit, 2 * peakRate, leastRate))
  return { rate, burst: Math.ceil(Math.max(2 * burstLimit, rate / 2)) }
}

/** `/*` and `/*` for the whole stage, else the method as a stage names it in changes: `/~1orders/GET`. */
export function settingPath(route: string): string {
  const [method, path] = route.split(' ')
  return path === undefined ? '/*/*' : `/${path.replaceAll('/', '~1')}/${method}`
}

/** The stage's usage plans, the first command of choosing one of them. */
export function listPlans({ id, region }: RestApi): string {
  return `aws apigateway get-usage-plans --query ${shellWord(`items[?apiStages[?apiId=='${id}']].[id,name]`)} --output table --region ${region}`
}

/** Gives a key to a plan; a key that stands in no evidence has to be chosen. */
export function addKey({ region }: RestApi, planId: string): string {
  return choose(
    `aws apigateway get-api-keys --query 'items[].[id,name,enabled]' --output table --region ${region}`,
    { KEY_ID: 'the id of the key that the client sends' },
    ({ KEY_ID }) =>
      `aws apigateway create-usage-plan-key --usage-plan-id ${planId} --key-type API_KEY --key-id ${KEY_ID} --region ${region}`,
  )
}
