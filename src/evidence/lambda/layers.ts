import { LambdaClient, ListLayerVersionsCommand } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { functionConfiguration } from './configuration.ts'
import { functionFailures } from './failures.ts'

/** A layer version that the function names. */
export interface LayerVersion {
  readonly arn: string
  /** Another account's layers cannot be listed; the read that could see one hands out its code, so it is not made. */
  readonly state: 'there' | 'gone' | 'unseen'
}

const mostPages = 4

/** Whether the function's layers still exist; read only where an import failed, since nothing else makes it matter. */
export const functionLayers = defineProbe<readonly LayerVersion[], LambdaFunction>({
  id: 'lambda.layers',
  actions: ['lambda:ListLayerVersions'],
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
        if (!arn.includes(`:${target.account}:`)) return { arn, state: 'unseen' }
        const LayerName = arn.slice(0, arn.lastIndexOf(':'))
        let Marker: string | undefined
        for (let page = 0; page < mostPages; page += 1) {
          const answer = await client.send(
            new ListLayerVersionsCommand({ LayerName, ...(Marker !== undefined && { Marker }) }),
          )
          if (answer.LayerVersions?.some((version) => version.LayerVersionArn === arn)) return { arn, state: 'there' }
          Marker = answer.NextMarker
          if (Marker === undefined || Marker === '') return { arn, state: 'gone' }
        }
        return { arn, state: 'unseen' }
      }),
    )
  },
  cite: (target, _window, aspect) => ({
    source: `lambda:ListLayerVersions ${aspect ?? `of the layers of ${target.id}`}`,
    account: target.account,
    region: target.region,
    ...(aspect !== undefined && {
      cli: `aws lambda list-layer-versions --layer-name ${aspect.slice(0, aspect.lastIndexOf(':'))} --query 'LayerVersions[].LayerVersionArn' --region ${target.region}`,
    }),
  }),
})
