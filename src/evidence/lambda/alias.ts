import { GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { functionLink } from './configuration.ts'

export interface FunctionAlias {
  readonly name: string
  readonly version: string
  /** Further versions that get a share of the calls. */
  readonly routes: readonly { readonly version: string; readonly weight: number }[]
}

/** The versions behind the alias that is called; null when the target names none, but a version or `$LATEST`. */
export const functionAlias = defineProbe<FunctionAlias | null, LambdaFunction>({
  id: 'lambda.alias',
  actions: ['lambda:GetAlias'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const { qualifier } = target
    if (qualifier === undefined || /^(?:\d+|\$LATEST)$/.test(qualifier)) return null
    const response = await aws
      .client(LambdaClient, target.region)
      .send(new GetAliasCommand({ FunctionName: target.id, Name: qualifier }))
    const weights = response.RoutingConfig?.AdditionalVersionWeights ?? {}
    return {
      name: response.Name ?? qualifier,
      version: response.FunctionVersion ?? '',
      routes: Object.entries(weights).map(([version, weight]) => ({ version, weight })),
    }
  },
  cite: (target) => ({
    source: `lambda:GetAlias FunctionName=${target.id} Name=${target.qualifier ?? ''}`,
    account: target.account,
    region: target.region,
    link: functionLink(target),
    cli: `aws lambda get-alias --function-name ${shellWord(target.id)} --name ${shellWord(target.qualifier ?? '')} --region ${target.region}`,
  }),
})
