import { expect, it } from 'vitest'
import { slowPlaybook } from '../slow/index.ts'
import { dynamodbPlaybook } from './index.ts'

const throttling = [
  'ddb-hot-partition-read',
  'ddb-hot-partition-write',
  'ddb-gsi-hot-write-backpressure',
  'ddb-gsi-provisioned-low',
  'ddb-gsi-ondemand-max',
  'ddb-gsi-read-throttle',
  'ddb-gsi-backfill',
  'ddb-provisioned-low',
  'ddb-autoscaling-lag',
  'ddb-autoscaling-max',
  'ddb-autoscaling-missing',
  'ddb-autoscaling-blocked',
  'ddb-ondemand-rampup',
  'ddb-ondemand-max',
  'ddb-account-limit',
  'ddb-account-provisioned-limit',
  'ddb-scan-burst',
  'ddb-large-items',
  'ddb-transact-double',
  'ddb-replica-throttle',
  'ddb-streams-lambda',
  'ddb-ttl-or-backup',
  'ddb-control-plane',
  'ddb-client-invisible',
]
const slowness = [
  'ddb-slow-scan',
  'ddb-slow-filter',
  'ddb-slow-pagination',
  'ddb-slow-large-items',
  'ddb-slow-client-retries',
  'ddb-slow-no-keepalive',
  'ddb-slow-strong-consistent',
  'ddb-slow-transactions',
  'ddb-slow-batch-unprocessed',
  'ddb-slow-lambda-cpu',
  'ddb-slow-vpc-path',
  'ddb-slow-dax',
  'ddb-slow-service',
  'ddb-slow-hot-read-latency',
  'ddb-slow-index-projection',
]

it('accounts for every known cause once, as a cause or as advice', () => {
  const ids = [...dynamodbPlaybook.causes, ...slowPlaybook.causes, ...dynamodbPlaybook.advice].map((entry) => entry.id)
  expect([...ids].sort()).toEqual([...throttling, ...slowness].sort())
})

it('gives advice only with the reason that no read can see it', () => {
  for (const { id, why, advice } of dynamodbPlaybook.advice)
    expect([id, why.length > 20, advice.length > 20]).toEqual([id, true, true])
})
