import type { HttpApi, RestApi } from '../../targets/target.ts'
import type { Diagnosis, Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { counted, listed } from './words.ts'

/** Responses that the back end gave on purpose, as one finding. */
export function passedOn(
  api: RestApi | HttpApi,
  responses: readonly {
    readonly at: number
    readonly status: number
    readonly route?: string
    readonly by?: string
    readonly requestId?: string
  }[],
  strength: Strength,
  facts: readonly [Fact, ...Fact[]],
): Diagnosis {
  const statuses = listed([...new Set(responses.map((each) => `${each.status}`))])
  const routes = listed([...new Set(responses.flatMap((each) => each.route ?? []))], 2)
  const by = listed([...new Set(responses.flatMap((each) => each.by ?? []))]).replace(/^function$/, 'The function')
  const requestIds = responses.flatMap((each) => each.requestId ?? [])
  return {
    strength,
    summary: `${by === '' ? 'The back end' : by} itself answered ${counted(responses.length, 'request')} to ${api.name}${routes === '' ? '' : ` (${routes})`} with ${statuses}; API Gateway passed that on and did not fail.`,
    facts,
    times: responses.map((each) => each.at),
    ...(requestIds.length > 0 && { requestIds }),
  }
}
