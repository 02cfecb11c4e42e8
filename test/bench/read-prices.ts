import type { RecordedCall } from '../../sandbox/aws/server.ts'
import { priceOf } from '../../src/aws/ledger.ts'

/** The names that the ledger’s prices go by, of the two services that charge for what is read here. */
const charged: Readonly<Record<string, string>> = { costexplorer: 'Cost Explorer', cloudwatch: 'CloudWatch' }

/** Dollars that AWS charges for calls, at the prices Firstlook’s own ledger uses. */
export function usdOf(calls: readonly Pick<RecordedCall, 'service' | 'operation' | 'input'>[]): number {
  return calls.reduce(
    (sum, { service, operation, input }) => sum + priceOf(charged[service] ?? service, operation, input),
    0,
  )
}
