import { getFunctionConfiguration } from '../../targets/resolve/function-calls.ts'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { functionLink, qualifierOption } from '../lambda/configuration.ts'
import { defineProbe } from '../probe.ts'

/** What has to be loaded before a function can start. */
export interface DeploymentPackage {
  /** Compressed; absent for container images. */
  readonly codeBytes?: number
  readonly layers: readonly { readonly name: string; readonly bytes: number }[]
  /** Lambda Managed Instances: the function runs on capacity of the account's own. */
  readonly capacityProviderArn?: string
}

/** Reads the size of a function's code and layers. */
export const deploymentPackage = defineProbe<DeploymentPackage, LambdaFunction>({
  id: 'cold-start.package',
  actions: ['lambda:GetFunctionConfiguration'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const answer = await getFunctionConfiguration(aws, target)
    const provider = answer.CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig?.CapacityProviderArn
    return {
      layers: (answer.Layers ?? []).map((layer) => ({
        name: layer.Arn?.split(':').at(6) ?? '',
        bytes: layer.CodeSize ?? 0,
      })),
      ...(answer.CodeSize !== undefined && answer.PackageType !== 'Image' && { codeBytes: answer.CodeSize }),
      ...(provider !== undefined && { capacityProviderArn: provider }),
    }
  },
  cite: (target) => ({
    source: `lambda:GetFunctionConfiguration FunctionName=${target.id}`,
    account: target.account,
    region: target.region,
    link: functionLink(target),
    cli: `aws lambda get-function-configuration --function-name ${shellWord(target.id)}${qualifierOption(target)} --query '{CodeSize:CodeSize,Layers:Layers,CapacityProvider:CapacityProviderConfig}' --region ${target.region}`,
  }),
})
