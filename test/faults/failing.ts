import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb'
import type { Service, Spoiled } from './scene.ts'

/** One way in which a call of a service really fails. */
export interface Failing {
  readonly service: Service
  readonly name: string
  readonly spoiled: () => Spoiled
}

const throttled = () =>
  new ProvisionedThroughputExceededException({ $metadata: {}, message: 'Rate of requests exceeds' })
const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })

export const failings: readonly Failing[] = [
  { service: 'store', name: 'DynamoDB throttled', spoiled: () => ({ error: throttled() }) },
  { service: 'store', name: 'DynamoDB answer lost', spoiled: () => ({ error: reset(), isCarriedOut: true }) },
  { service: 'slack', name: 'Slack connection reset', spoiled: () => ({ error: reset() }) },
  { service: 'slack', name: 'Slack answer lost', spoiled: () => ({ error: reset(), isCarriedOut: true }) },
  { service: 'queue', name: 'SQS refused', spoiled: () => ({ error: new Error('ServiceUnavailable') }) },
]
