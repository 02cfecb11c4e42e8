import { kmsKey, type LambdaFunction } from '../../targets/target.ts'
import { total, within } from '../cloudwatch/series.ts'
import { EvidenceMissing } from '../evidence.ts'
import type { PolicyDocument } from '../iam/policy-document.ts'
import { type KeyGrant, keyGrants } from '../kms/grants.ts'
import { keyPolicy } from '../kms/key-policy.ts'
import { defineProbe, type Probe, type ReadContext } from '../probe.ts'
import { functionConfiguration } from './configuration.ts'
import { functionFailures } from './failures.ts'
import { type FunctionMetrics, functionMetrics, seriesOf } from './metrics.ts'

const quietMs = 10 * 60_000

/** Who may use the key that a function's environment is encrypted with. */
export interface EnvironmentKeyAccess {
  readonly arn: string
  readonly roleArn: string
  readonly policy: PolicyDocument
  readonly grants: readonly KeyGrant[]
}

/** Reads them where no invocation goes well and the log has no line of it, as when the environment cannot be decrypted; null elsewhere. */
export const environmentKeyAccess = defineProbe<EnvironmentKeyAccess | null, LambdaFunction>({
  id: 'lambda.environment-key-access',
  actions: [],
  uses: [functionConfiguration, functionFailures, functionMetrics, keyPolicy, keyGrants],
  key: (target) => target.arn,
  resource: (target) => `arn:${target.partition}:kms:${target.region}:${target.account}:key/*`,
  async fetch(target, at) {
    const { kmsKeyArn, roleArn } = await at.read(functionConfiguration, target)
    if (kmsKeyArn === undefined || !kmsKeyArn.includes(':key/')) return null
    const [metrics, log] = await Promise.all([
      orUndefined(at, functionMetrics, target),
      orUndefined(at, functionFailures, target),
    ])
    if (metrics === undefined || (log?.failures.length ?? 0) > 0 || runs(metrics, at)) return null
    const key = kmsKey(target, kmsKeyArn)
    const [policy, grants] = await Promise.all([at.read(keyPolicy, key), at.read(keyGrants, key)])
    return { arn: kmsKeyArn, roleArn, policy, grants }
  },
  cite: (target, window, aspect) => keyPolicy.cite(kmsKey(target, aspect ?? ''), window),
})

async function orUndefined<T>(
  at: ReadContext,
  probe: Probe<T, LambdaFunction>,
  target: LambdaFunction,
): Promise<T | undefined> {
  return await at.read(probe, target).catch((error: unknown) => {
    if (error instanceof EvidenceMissing) return undefined
    throw error
  })
}

/** Whether invocations went well of late, which none does when the environment cannot be decrypted. */
function runs(metrics: FunctionMetrics, { window, now }: ReadContext): boolean {
  const until = Math.min(window.to, now)
  const { invocations, errors } = seriesOf(metrics)
  return total(within(invocations, until - quietMs, until)) > total(within(errors, until - quietMs, until))
}
