import type { Cause } from '../cause.ts'
import type { ChangeSource, Hop } from '../sign.ts'
import { advice } from './advice.ts'
import { ddbAccountLimit } from './ddb-account-limit.ts'
import { ddbAccountProvisionedLimit } from './ddb-account-provisioned-limit.ts'
import { ddbAutoscalingBlocked } from './ddb-autoscaling-blocked.ts'
import { ddbAutoscalingLag } from './ddb-autoscaling-lag.ts'
import { ddbAutoscalingMax } from './ddb-autoscaling-max.ts'
import { ddbAutoscalingMissing } from './ddb-autoscaling-missing.ts'
import { ddbClientInvisible } from './ddb-client-invisible.ts'
import { ddbControlPlane } from './ddb-control-plane.ts'
import { ddbGsiBackfill } from './ddb-gsi-backfill.ts'
import { ddbGsiHotWriteBackpressure } from './ddb-gsi-hot-write-backpressure.ts'
import { ddbGsiOndemandMax } from './ddb-gsi-ondemand-max.ts'
import { ddbGsiProvisionedLow } from './ddb-gsi-provisioned-low.ts'
import { ddbGsiReadThrottle } from './ddb-gsi-read-throttle.ts'
import { ddbHotPartitionRead } from './ddb-hot-partition-read.ts'
import { ddbHotPartitionWrite } from './ddb-hot-partition-write.ts'
import { ddbLargeItems } from './ddb-large-items.ts'
import { ddbOndemandMax } from './ddb-ondemand-max.ts'
import { ddbOndemandRampup } from './ddb-ondemand-rampup.ts'
import { ddbProvisionedLow } from './ddb-provisioned-low.ts'
import { ddbReplicaThrottle } from './ddb-replica-throttle.ts'
import { ddbScanBurst } from './ddb-scan-burst.ts'
import { ddbSlowBatchUnprocessed } from './ddb-slow-batch-unprocessed.ts'
import { ddbSlowClientRetries } from './ddb-slow-client-retries.ts'
import { ddbSlowFilter } from './ddb-slow-filter.ts'
import { ddbSlowHotReadLatency } from './ddb-slow-hot-read-latency.ts'
import { ddbSlowIndexProjection } from './ddb-slow-index-projection.ts'
import { ddbSlowLargeItems } from './ddb-slow-large-items.ts'
import { ddbSlowPagination } from './ddb-slow-pagination.ts'
import { ddbSlowScan } from './ddb-slow-scan.ts'
import { ddbSlowService } from './ddb-slow-service.ts'
import { ddbSlowStrongConsistent } from './ddb-slow-strong-consistent.ts'
import { ddbSlowTransactions } from './ddb-slow-transactions.ts'
import { ddbStreamsLambda } from './ddb-streams-lambda.ts'
import { ddbTransactDouble } from './ddb-transact-double.ts'
import { signs } from './signs.ts'

const causes: readonly Cause[] = [
  ddbAccountLimit,
  ddbAccountProvisionedLimit,
  ddbAutoscalingBlocked,
  ddbAutoscalingLag,
  ddbAutoscalingMax,
  ddbAutoscalingMissing,
  ddbClientInvisible,
  ddbControlPlane,
  ddbGsiBackfill,
  ddbGsiHotWriteBackpressure,
  ddbGsiOndemandMax,
  ddbGsiProvisionedLow,
  ddbGsiReadThrottle,
  ddbHotPartitionRead,
  ddbHotPartitionWrite,
  ddbLargeItems,
  ddbOndemandMax,
  ddbOndemandRampup,
  ddbProvisionedLow,
  ddbReplicaThrottle,
  ddbScanBurst,
  ddbSlowBatchUnprocessed,
  ddbSlowClientRetries,
  ddbSlowFilter,
  ddbSlowHotReadLatency,
  ddbSlowIndexProjection,
  ddbSlowLargeItems,
  ddbSlowPagination,
  ddbSlowScan,
  ddbSlowService,
  ddbSlowStrongConsistent,
  ddbSlowTransactions,
  ddbStreamsLambda,
  ddbTransactDouble,
]
const hops: readonly Hop[] = []
const changes: readonly ChangeSource[] = []

/** Why tables and indexes are throttled or slow. */
export const dynamodbPlaybook = { causes, signs, hops, changes, advice }
