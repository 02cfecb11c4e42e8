import { growingWrites } from '../../evidence/cost/growing-writes.ts'
import type { Advice, Cause } from '../cause.ts'
import { withoutDate } from '../cloudtrail/index.ts'
import { type ChangeSource, defineChangeSource, type Hop } from '../sign.ts'
import { costApigw } from './cost-apigw.ts'
import { costCloudtrailDataEvents } from './cost-cloudtrail-data-events.ts'
import { costConfig } from './cost-config.ts'
import { costCreditsEnded } from './cost-credits-ended.ts'
import { costCwAlarms } from './cost-cw-alarms.ts'
import { costCwMetrics } from './cost-cw-metrics.ts'
import { costCwlogsIngest } from './cost-cwlogs-ingest.ts'
import { costCwlogsInsights } from './cost-cwlogs-insights.ts'
import { costDataTransfer } from './cost-data-transfer.ts'
import { costDdbOndemand } from './cost-ddb-ondemand.ts'
import { costDdbProvisioned } from './cost-ddb-provisioned.ts'
import { costDdbStorageBackup } from './cost-ddb-storage-backup.ts'
import { costEc2OtherIdle } from './cost-ec2-other-idle.ts'
import { costEventbridge } from './cost-eventbridge.ts'
import { costFreeTierEnded } from './cost-free-tier-ended.ts'
import { costGuarddutyMacie } from './cost-guardduty-macie.ts'
import { costKms } from './cost-kms.ts'
import { costLambdaDuration } from './cost-lambda-duration.ts'
import { costLambdaPc } from './cost-lambda-pc.ts'
import { costLambdaRecursion } from './cost-lambda-recursion.ts'
import { costNat } from './cost-nat.ts'
import { costNewRegionOrAccount } from './cost-new-region-or-account.ts'
import { costS3Egress } from './cost-s3-egress.ts'
import { costS3Requests } from './cost-s3-requests.ts'
import { costS3Storage } from './cost-s3-storage.ts'
import { costSavingsPlanExpired } from './cost-savings-plan-expired.ts'
import { costSecretsmanager } from './cost-secretsmanager.ts'
import { costSqsPolling } from './cost-sqs-polling.ts'
import { costStepFunctions } from './cost-step-functions.ts'
import { costTaxSupportMarketplace } from './cost-tax-support-marketplace.ts'
import { costTrafficGrowth } from './cost-traffic-growth.ts'
import { costXray } from './cost-xray.ts'
import { grownTarget } from './grown-target.ts'
import { costSigns } from './signs.ts'

const causes: readonly Cause[] = [
  costApigw,
  costCloudtrailDataEvents,
  costConfig,
  costCreditsEnded,
  costCwAlarms,
  costCwMetrics,
  costCwlogsIngest,
  costCwlogsInsights,
  costDataTransfer,
  costDdbOndemand,
  costDdbProvisioned,
  costDdbStorageBackup,
  costEc2OtherIdle,
  costEventbridge,
  costFreeTierEnded,
  costGuarddutyMacie,
  costKms,
  costLambdaDuration,
  costLambdaPc,
  costLambdaRecursion,
  costNat,
  costNewRegionOrAccount,
  costS3Egress,
  costS3Requests,
  costS3Storage,
  costSavingsPlanExpired,
  costSecretsmanager,
  costSqsPolling,
  costStepFunctions,
  costTaxSupportMarketplace,
  costTrafficGrowth,
  costXray,
]

const hops: readonly Hop[] = []
const changes: readonly ChangeSource[] = [
  defineChangeSource({
    id: 'cost-growing-writes',
    target: 'account',
    symptoms: ['cost'],
    needs: { writes: growingWrites },
    list: ({ writes }, { target }) =>
      (writes?.events ?? []).map((event) => ({
        at: event.at,
        who: event.who,
        what: withoutDate(event.name),
        resource: writes === null ? '' : grownTarget(writes.resource, target).arn,
      })),
  }),
]
const advice: readonly Advice[] = []

export const costPlaybook = { causes, signs: costSigns, hops, changes, advice }
