import { LambdaClient, ListProvisionedConcurrencyConfigsCommand } from '@aws-sdk/client-lambda'
import type { LambdaFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { unqualifiedArn } from './concurrency.ts'
import { functionLink } from './configuration.ts'

export interface ProvisionedConcurrency {
  /** Alias or version. */
  readonly qualifier: string
  readonly requested: number
  readonly available: number
  /** `READY`, `IN_PROGRESS` or `FAILED`. */
  readonly status: string
  readonly statusReason?: string
}

/** Provisioned concurrency of all of a function's aliases and versions. */
export const provisionedConcurrency = defineProbe<readonly ProvisionedConcurrency[], LambdaFunction>({
  id: 'lambda.provisioned',
  actions: ['lambda:ListProvisionedConcurrencyConfigs'],
  key: unqualifiedArn,
  resource: unqualifiedArn,
  async fetch(target, { aws }) {
    const response = await aws
      .client(LambdaClient, target.region)
      .send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName: target.id }))
    return (response.ProvisionedConcurrencyConfigs ?? []).map((each) => ({
      qualifier: each.FunctionArn?.split(':').at(7) ?? '',
      requested: each.RequestedProvisionedConcurrentExecutions ?? 0,
      available: each.AvailableProvisionedConcurrentExecutions ?? 0,
      status: each.Status ?? '',
      ...(each.StatusReason !== undefined && { statusReason: each.StatusReason }),
    }))
  },
  cite: (target) => ({
    source: `lambda:ListProvisionedConcurrencyConfigs FunctionName=${target.id}`,
    account: target.account,
    region: target.region,
    link: functionLink(target, 'configure'),
    cli: `aws lambda list-provisioned-concurrency-configs --function-name ${shellWord(target.id)} --region ${target.region}`,
  }),
})
