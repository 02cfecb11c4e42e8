import { total, within } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { environmentKey } from '../../evidence/lambda/environment-key.ts'
import { functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import { optional } from '../../evidence/probe.ts'
import type { LambdaFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { reviveKey } from '../revive-key.ts'
import { asRestApi } from './failure-cause.ts'

const quietMs = 10 * 60_000

export const lambdaKmsDisabled = defineCause({
  id: 'lambda-kms-disabled',
  aliases: [asRestApi('apigw502-lambda-infra-502')],
  target: 'function',
  symptoms: ['errors', '502', '500'],
  cause: 'The key that the function’s environment is encrypted with is disabled, waits for deletion, or is gone.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html',
  known: 'confirmed',
  leadsTo: ['apigw502-logged-lambda-infra'],
  needs: { configuration: functionConfiguration, key: optional(environmentKey), metrics: optional(functionMetrics) },
  fix: () => ({
    proper: 'Move the function to a key that stays before one is retired.',
    prevent: 'Alarm on kms:DisableKey and kms:ScheduleKeyDeletion.',
  }),
  diagnose({ configuration, key: keyRead, metrics }, at) {
    const code = [configuration.stateReasonCode, configuration.lastUpdateStatusReasonCode].find((each) =>
      /^(?:DisabledKMSKey|InvalidStateKMSKey|KMSKeyNotFound)$/.test(each ?? ''),
    )
    if (configuration.kmsKeyArn === undefined && code === undefined)
      return { clear: 'Its environment is encrypted with AWS’s own key.' }
    const key = valueIfRead(keyRead)
    const isUsable = key === undefined || key === null || key.state === 'Enabled'
    if (isUsable && code === undefined) {
      if (key === undefined)
        return { inconclusive: `The state of the key ${configuration.kmsKeyArn} could not be read.` }
      return { clear: `The key ${configuration.kmsKeyArn} is enabled.` }
    }
    const arn = configuration.kmsKeyArn ?? 'the key of its environment'
    const read = valueIfRead(metrics)
    const recent =
      read === undefined
        ? 0
        : total(within(seriesOf(read).invocations, at.now - quietMs, at.now)) -
          total(within(seriesOf(read).errors, at.now - quietMs, at.now))
    const state = key?.state ?? code
    return {
      strength: 'proven',
      summary: `No new environment of ${at.target.name} can start: its key ${arn} is ${state}.`,
      facts: [
        at.fact('key', 'Key state', `${state}`, undefined, arn),
        at.fact('configuration', 'KMSKeyArn', [arn, code].filter(Boolean).join(', ')),
      ],
      ...(recent === 0 && { standsAlone: true }),
      fix: {
        now:
          state === 'PendingDeletion'
            ? `Cancel the deletion of ${arn}, then enable it.`
            : state === 'Disabled'
              ? `Enable ${arn}.`
              : 'Encrypt the environment with a key that exists: the values have to be set again, as nobody can decrypt the old ones.',
        ...(configuration.kmsKeyArn !== undefined && { cli: revive(configuration.kmsKeyArn, state, at.target) }),
      },
    }
  },
})

function revive(arn: string, state: string | undefined, target: LambdaFunction): string {
  const cli = reviveKey(arn, state === 'DisabledKMSKey' ? 'Disabled' : state, target.region)
  return (
    cli ??
    `aws kms describe-key --key-id ${arn} --query 'KeyMetadata.[KeyState,DeletionDate]' --region ${target.region}`
  )
}
