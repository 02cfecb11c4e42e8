import { Granularity } from '@aws-sdk/client-cost-explorer'
import { type Runbook, readMetrics, type Script } from './script.ts'

const dayMs = 86_400_000
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** why-cost: a month by service and by usage type, AWS’s own anomalies, then what the dearest usage type hints at. Each request is a cent. */
export const costRunbook: Runbook = async (script, { window }) => {
  const TimePeriod = { Start: dayOf(window.to - 30 * dayMs), End: dayOf(window.to) }
  const costBy = (Key: string) =>
    script.read(`ce get-cost-and-usage ${Key}`, () =>
      script.ce.getCostAndUsage({
        TimePeriod,
        Granularity: Granularity.DAILY,
        Metrics: ['UnblendedCost', 'UsageQuantity'],
        GroupBy: [{ Type: 'DIMENSION', Key }],
      }),
    )
  const [types] = await Promise.all([
    costBy('USAGE_TYPE'),
    costBy('SERVICE'),
    script.read('ce get-anomalies', () =>
      script.ce.getAnomalies({ DateInterval: { StartDate: TimePeriod.Start, EndDate: TimePeriod.End } }),
    ),
  ])
  const days = types?.ResultsByTime ?? []
  const newest = days.at(-1)?.Groups ?? []
  const costOf = (group: (typeof newest)[number]): number => Number(group.Metrics?.UnblendedCost?.Amount ?? 0)
  const dearest = [...newest]
    .sort((a, b) => costOf(b) - costOf(a))
    .slice(0, 3)
    .flatMap(({ Keys }) => Keys ?? [])
  await Promise.all([
    ...(dearest.some((type) => type.includes('NatGateway')) ? [readNatGateways(script)] : []),
    ...(dearest.some((type) => type.includes('DataProcessing-Bytes')) ? [readLogGroups(script)] : []),
  ])
}

async function readNatGateways(script: Script): Promise<void> {
  const answer = await script.read('cloudwatch list-metrics AWS/NATGateway', () =>
    script.cloudwatch.listMetrics({ Namespace: 'AWS/NATGateway', MetricName: 'BytesOutToDestination' }),
  )
  const ids = (answer?.Metrics ?? []).flatMap(({ Dimensions = [] }) => Dimensions[0]?.Value ?? [])
  if (ids.length > 0)
    await readMetrics(
      script,
      ids.map((id) => ['AWS/NATGateway', 'BytesOutToDestination', 'Sum', { NatGatewayId: id }] as const),
    )
}

async function readLogGroups(script: Script): Promise<void> {
  const answer = await script.read('logs describe-log-groups', () => script.logs.describeLogGroups({}))
  const names = (answer?.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? [])
  if (names.length > 0)
    await readMetrics(
      script,
      names.map((name) => ['AWS/Logs', 'IncomingBytes', 'Sum', { LogGroupName: name }] as const),
    )
}

/** why-security and why-compliance: the rules that fail and what fails them, users and keys, trails, what is public or open. */
export const securityRunbook: Runbook = async (script, { name }) => {
  const { Account: account = '' } =
    (await script.read('sts get-caller-identity', () => script.sts.getCallerIdentity({}))) ?? {}
  await Promise.all([
    readRules(script, name),
    script.read('iam get-account-summary', () => script.iam.getAccountSummary({})),
    script.read('iam get-account-password-policy', () => script.iam.getAccountPasswordPolicy({})),
    script.read('iam get-account-authorization-details', () => script.iam.getAccountAuthorizationDetails({})),
    script.read('iam get-credential-report', () => script.iam.getCredentialReport({})),
    script
      .read('cloudtrail describe-trails', () => script.cloudtrail.describeTrails({}))
      .then((trails) =>
        Promise.all(
          (trails?.trailList ?? []).map(({ TrailARN }) =>
            script.read(`cloudtrail get-trail-status ${TrailARN}`, () =>
              script.cloudtrail.getTrailStatus({ Name: TrailARN }),
            ),
          ),
        ),
      ),
    script.read('ec2 describe-security-groups', () => script.ec2.describeSecurityGroups({})),
    script.read('ec2 describe-volumes', () => script.ec2.describeVolumes({})),
    readBuckets(script, account),
  ])
}

async function readRules(script: Script, name: string): Promise<void> {
  const compliance = await script.read('configservice describe-compliance-by-config-rule', () =>
    script.config.describeComplianceByConfigRule({ ComplianceTypes: ['NON_COMPLIANT'] }),
  )
  const failing = (compliance?.ComplianceByConfigRules ?? []).flatMap(({ ConfigRuleName }) => ConfigRuleName ?? [])
  const asked = failing.includes(name) ? [name] : failing.slice(0, 5)
  await Promise.all(
    asked.map((ConfigRuleName) =>
      script.read(`configservice get-compliance-details-by-config-rule ${ConfigRuleName}`, () =>
        script.config.getComplianceDetailsByConfigRule({ ConfigRuleName, ComplianceTypes: ['NON_COMPLIANT'] }),
      ),
    ),
  )
}

async function readBuckets(script: Script, account: string): Promise<void> {
  const answer = await script.read(`s3api list-buckets ${account}`, () => script.s3.listBuckets({}))
  const buckets = (answer?.Buckets ?? []).flatMap(({ Name }) => Name ?? []).slice(0, 10)
  await Promise.all(
    buckets.flatMap((Bucket) => [
      script.read(`s3api get-bucket-policy ${Bucket}`, () => script.s3.getBucketPolicy({ Bucket })),
      script.read(`s3api get-public-access-block ${Bucket}`, () => script.s3.getPublicAccessBlock({ Bucket })),
    ]),
  )
}
