import { expect, it } from 'vitest'
import type { AwsReader } from '../aws/reader.ts'
import { makeGatherer } from '../engine/gather.ts'
import { accountRegion } from '../targets/resolve/account.ts'
import { eventRule, kmsKey, lambdaFunction, type Target } from '../targets/target.ts'
import { readMetrics } from './cloudwatch/metrics.ts'
import { ruleTargets } from './eventbridge/targets.ts'
import { keyPolicy } from './kms/key-policy.ts'
import { functionPolicy } from './lambda/policy.ts'
import type { Probe, ReadContext } from './probe.ts'
import { configRecorder } from './security/config-recorder.ts'
import { credentialReport } from './security/credential-report.ts'
import { cloudTrails } from './security/trails.ts'

const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }
const now = Date.parse('2026-11-24T03:00:00Z')
const window = { from: now - 3_600_000, to: now }

function answering(answer: object): AwsReader {
  const send = async (): Promise<object> => answer
  return { ...place, signal: AbortSignal.timeout(5_000), client: () => ({ send }) } as unknown as AwsReader
}

const key = kmsKey(place, 'arn:aws:kms:eu-west-1:123456789012:key/1')

it.each<readonly [string, object, Probe<unknown, never>, Target]>([
  ['targets', {}, ruleTargets, eventRule(place, 'orders', 'default')],
  ['a key policy', {}, keyPolicy, key],
  ['a function policy', {}, functionPolicy, lambdaFunction(place, 'orders')],
  ['the credential report', { Content: new Uint8Array() }, credentialReport, accountRegion(place)],
  [
    'whether Config records',
    { ConfigurationRecordersStatus: [{ name: 'default' }] },
    configRecorder,
    accountRegion(place),
  ],
  ['trails', {}, cloudTrails, accountRegion(place)],
])('takes an answer without %s for a failed read, not for none', async (_, answer, probe, target) => {
  const gatherer = makeGatherer({ aws: answering(answer), window, now })

  expect(await gatherer.evidence(probe, target as never)).toMatchObject({ status: 'failed' })
})

it('takes a part of a metric without a further page for a failed read', async () => {
  const part = { Id: 'm0', StatusCode: 'PartialData', Timestamps: [new Date(now)], Values: [1] }
  const at = { aws: answering({ MetricDataResults: [part] }), window, now } as unknown as ReadContext
  const query = { namespace: 'AWS/SQS', metric: 'NumberOfMessagesSent', stat: 'Sum', dimensions: {} }

  await expect(readMetrics(at, { sent: query })).rejects.toThrow('no further page')
})
