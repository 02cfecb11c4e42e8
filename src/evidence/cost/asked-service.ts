import { serviceNamed } from '../../targets/resolve/account.ts'
import type { AccountRegion } from '../../targets/target.ts'

/** What a question about one service looks at: the account's target goes by the service's name then. */
export function askedService(target: AccountRegion): RegExp | undefined {
  return target.name === target.account ? undefined : serviceNamed(target.name)
}
