import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { functionConfiguration } from './configuration.ts'

/** The customer's key that a function's environment is encrypted with. */
export interface EnvironmentKey {
  readonly arn: string
  /** `Enabled`, `Disabled`, `PendingDeletion`, `PendingImport`, `Unavailable`, or `NotFound`. */
  readonly state: string
}

/** Reads the state of the key of the function's environment; null when it uses AWS's own key, and then nothing is read. */
export const environmentKey = defineProbe<EnvironmentKey | null, LambdaFunction>({
  id: 'lambda.environment-key',
  actions: ['kms:DescribeKey'],
  uses: [functionConfiguration],
  key: (target) => target.arn,
  resource: (target) => `arn:${target.partition}:kms:${target.region}:${target.account}:key/*`,
  async fetch(target, at) {
    const { kmsKeyArn } = await at.read(functionConfiguration, target)
    if (kmsKeyArn === undefined) return null
    try {
      const response = await at.aws.client(KMSClient, target.region).send(new DescribeKeyCommand({ KeyId: kmsKeyArn }))
      return { arn: kmsKeyArn, state: response.KeyMetadata?.KeyState ?? 'Enabled' }
    } catch (error) {
      if (error instanceof Error && error.name === 'NotFoundException') return { arn: kmsKeyArn, state: 'NotFound' }
      throw error
    }
  },
  cite: (target, _window, aspect) => ({
    source: `kms:DescribeKey KeyId=${aspect ?? 'the key of the environment'}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'kms', `/kms/keys/${aspect?.split('/').at(-1) ?? ''}`),
    ...(aspect !== undefined && {
      cli: `aws kms describe-key --key-id ${shellWord(aspect)} --region ${target.region}`,
    }),
  }),
})
