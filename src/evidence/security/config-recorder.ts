import {
  ConfigServiceClient,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
} from '@aws-sdk/client-config-service'
import type { AccountRegion } from '../../targets/target.ts'
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
  /** Absent where what it records could not be read. */
  readonly recordsAll?: boolean
  readonly recordsGlobal?: boolean
  readonly types?: readonly string[]
  readonly excludedTypes?: readonly string[]
}

/** Whether AWS Config records at all, and what; empty where it was never set up. */
export const configRecorder = defineProbe<readonly ConfigRecorder[], AccountRegion>({
  id: 'security.config-recorder',
  actions: ['config:DescribeConfigurationRecorderStatus', 'config:DescribeConfigurationRecorders'],
  key: (target) => `${target.account} ${target.region}`,
  resource: () => '*',
  async fetch(target, { aws }) {
    const client = aws.client(ConfigServiceClient, target.region)
    const [status, described] = await Promise.all([
      client.send(new DescribeConfigurationRecorderStatusCommand({})),
      client.send(new DescribeConfigurationRecordersCommand({})).catch(() => undefined),
    ])
    return (status.ConfigurationRecordersStatus ?? []).map((each): ConfigRecorder => {
      const group = described?.ConfigurationRecorders?.find((other) => other.name === each.name)?.recordingGroup
      const error = [each.lastErrorCode, each.lastErrorMessage].filter(Boolean).join(': ')
      return {
        name: each.name ?? 'default',
        isRecording: each.recording === true,
        lastStatus: (each.lastStatus ?? '').toUpperCase(),
        ...(error !== '' && { lastError: error }),
        ...(each.lastStopTime !== undefined && { lastStoppedAt: each.lastStopTime.getTime() }),
        ...(group !== undefined && {
          recordsAll: group.allSupported === true,
          recordsGlobal: group.includeGlobalResourceTypes === true,
          types: group.resourceTypes ?? [],
          excludedTypes: group.exclusionByResourceTypes?.resourceTypes ?? [],
        }),
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
