import { expect, it } from 'vitest'
import { costPlaybook } from './index.ts'
import { usageIds } from './usage-ids.ts'

const known = [
  'cost-nat',
  'cost-data-transfer',
  'cost-lambda-duration',
  'cost-lambda-pc',
  'cost-lambda-recursion',
  'cost-cwlogs-ingest',
  'cost-cwlogs-insights',
  'cost-cw-metrics',
  'cost-cw-alarms',
  'cost-xray',
  'cost-ddb-ondemand',
  'cost-ddb-provisioned',
  'cost-ddb-storage-backup',
  'cost-s3-requests',
  'cost-s3-storage',
  'cost-s3-egress',
  'cost-kms',
  'cost-apigw',
  'cost-sqs-polling',
  'cost-eventbridge',
  'cost-step-functions',
  'cost-secretsmanager',
  'cost-config',
  'cost-guardduty-macie',
  'cost-cloudtrail-data-events',
  'cost-ec2-other-idle',
  'cost-savings-plan-expired',
  'cost-credits-ended',
  'cost-new-region-or-account',
  'cost-traffic-growth',
  'cost-free-tier-ended',
  'cost-tax-support-marketplace',
]

it('accounts for every known cause once, as a cause or as advice', () => {
  const ids = [...costPlaybook.causes, ...costPlaybook.advice].map((entry) => entry.id)
  expect([...ids].sort()).toEqual([...known].sort())
})

it('knows which causes are kinds of usage', () => {
  expect(usageIds.filter((id) => !known.includes(id))).toEqual([])
})
