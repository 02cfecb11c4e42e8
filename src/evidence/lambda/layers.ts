import { GetLayerVersionByArnCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { functionConfiguration } from './configuration.ts'
import { functionFailures } from './failures.ts'

/** A layer version that the function names. */
export interface LayerVersion {
  readonly arn: string
  readonly state: 'there' | 'gone' | 'not-allowed'
}

/** Whether the function's layers still exist; read only where an import failed, since nothing else makes it matter. */
export const functionLayers = defineProbe<readonly LayerVersion[], LambdaFunction>({
  id: 'lambda.layers',
  actions: ['lambda:GetLayerVersion'],
  uses: [functionConfiguration, functionFailures],
  key: (target) => target.arn,
  resource: (target) => `arn:${target.partition}:lambda:${target.region}:${target.account}:layer:*`,
  async fetch(target, at) {
    const [{ layers }, { failures }] = await Promise.all([
      at.read(functionConfiguration, target),
      at.read(functionFailures, target),
    ])
    if (!failures.some((failure) => failure.kind === 'import')) return []
    const client = at.aws.client(LambdaClient, target.region)
    return Promise.all(
      layers.slice(0, 5).map(async (arn): Promise<LayerVersion> => {
        try {
          await client.send(new GetLayerVersionByArnCommand({ Arn: arn }))
          return { arn, state: 'there' }
        } catch (error) {
          const name = error instanceof Error ? error.name : ''
          if (name === 'ResourceNotFoundException') return { arn, state: 'gone' }
          if (/AccessDenied/.test(name) && !arn.includes(`:${target.account}:`)) return { arn, state: 'not-allowed' }
          throw error
        }
      }),
    )
  },
  cite: (target, _window, aspect) => ({
    source: `lambda:GetLayerVersionByArn ${aspect ?? `of the layers of ${target.id}`}`,
    account: target.account,
    region: target.region,
    ...(aspect !== undefined && {
      cli: `aws lambda get-layer-version-by-arn --arn ${aspect} --query '{Arn:LayerVersionArn,Created:CreatedDate}' --region ${target.region}`,
    }),
  }),
})
