import { ConfigServiceClient, DescribeConfigurationRecorderStatusCommand } from '@aws-sdk/client-config-service'
import type { AccountRegion } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import { citeCheck } from './focus.ts'

/** One recorder of AWS Config. Times are epoch milliseconds. */
export interface ConfigRecorder {
  readonly name: string
  readonly isRecording: boolean
  /** `SUCCESS`, `PENDING`, `FAILURE`. */
  readonly lastStatus: string
  readonly lastError?: string
  readonly lastStoppedAt?: number
}

/** Whether AWS Config records at all; empty where it was never set up. */
export const configRecorder = defineProbe<readonly ConfigRecorder[], AccountRegion>({
  id: 'security.config-recorder',
  actions: ['config:DescribeConfigurationRecorderStatus'],
  key: (target) => `${target.account} ${target.region}`,
  resource: () => '*',
  async fetch(target, { aws }) {
    const status = await aws
      .client(ConfigServiceClient, target.region)
      .send(new DescribeConfigurationRecorderStatusCommand({}))
    return (status.ConfigurationRecordersStatus ?? []).map((each): ConfigRecorder => {
      if (each.recording === undefined)
        throw new EvidenceMissing({ status: 'failed', error: 'AWS Config answered without saying whether it records.' })
      const error = [each.lastErrorCode, each.lastErrorMessage].filter(Boolean).join(': ')
      return {
        name: each.name ?? 'default',
        isRecording: each.recording,
        lastStatus: (each.lastStatus ?? '').toUpperCase(),
        ...(error !== '' && { lastError: error }),
        ...(each.lastStopTime !== undefined && { lastStoppedAt: each.lastStopTime.getTime() }),
      }
    })
  },
  cite: (target) =>
    citeCheck(
      target,
      'config:DescribeConfigurationRecorderStatus',
      'configservice describe-configuration-recorder-status',
      'config',
      '/settings',
    ),
})
