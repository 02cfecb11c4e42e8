import { ProvisionedThroughputExceededException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import type { Service, Spoiled } from './spoiled.ts'

/** One way in which a call of a service really fails. */
export interface Failing {
  readonly service: Service
  readonly name: string
  /** The calls that can fail so; all when left out. */
  readonly operations?: RegExp
  readonly spoiled: () => Spoiled
}

const throttled = () =>
  new ProvisionedThroughputExceededException({ $metadata: {}, message: 'Rate of requests exceeds' })
const cancelled = (code: string) =>
  new TransactionCanceledException({
    $metadata: {},
    message: `Transaction cancelled [${code}]`,
    CancellationReasons: [{ Code: code }],
  })
const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
const transactions = /^TransactWriteItems/
const carriedOut = { isCarriedOut: true } as const

export const failings: readonly Failing[] = [
  { service: 'store', name: 'DynamoDB throttled', spoiled: () => ({ error: throttled() }) },
  { service: 'store', name: 'DynamoDB answer lost', spoiled: () => ({ error: reset(), ...carriedOut }) },
  {
    service: 'store',
    name: 'DynamoDB transaction in conflict',
    operations: transactions,
    spoiled: () => ({ error: cancelled('TransactionConflict') }),
  },
  {
    service: 'store',
    name: 'DynamoDB transaction throttled',
    operations: transactions,
    spoiled: () => ({ error: cancelled('ThrottlingError') }),
  },
  { service: 'slack', name: 'Slack connection reset', spoiled: () => ({ error: reset() }) },
  { service: 'slack', name: 'Slack answer lost', spoiled: () => ({ error: reset(), ...carriedOut }) },
  {
    service: 'slack',
    name: 'Slack 429, Retry-After 1 s',
    spoiled: () => ({ status: 429, headers: { 'retry-after': '1' } }),
  },
  {
    service: 'slack',
    name: 'Slack 429, Retry-After 30 s',
    spoiled: () => ({ status: 429, headers: { 'retry-after': '30' } }),
  },
  { service: 'slack', name: 'Slack 500', spoiled: () => ({ status: 500 }) },
  { service: 'slack', name: 'Slack 500 after it was carried out', spoiled: () => ({ status: 500, ...carriedOut }) },
  { service: 'slack', name: 'Slack timeout', spoiled: () => ({ isSilent: true }) },
  {
    service: 'slack',
    name: 'Slack timeout after it was carried out',
    spoiled: () => ({ isSilent: true, ...carriedOut }),
  },
  { service: 'queue', name: 'SQS or Scheduler refused', spoiled: () => ({ error: new Error('ServiceUnavailable') }) },
  { service: 'queue', name: 'SQS or Scheduler answer lost', spoiled: () => ({ error: reset(), ...carriedOut }) },
]
