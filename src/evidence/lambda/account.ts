import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { Target } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'

/** Concurrent executions allowed in one account and region. */
export interface LambdaAccount {
  readonly concurrencyLimit: number
  /** What is left for functions without a reservation. */
  readonly unreserved: number
}

/** Reads the account's Lambda limits; any target tells the account and region. */
export const lambdaAccount = defineProbe<LambdaAccount, Target>({
  id: 'lambda.account',
  actions: ['lambda:GetAccountSettings'],
  key: (target) => `${target.account} ${target.region}`,
  resource: () => '*',
  async fetch(target, { aws }) {
    const { AccountLimit: limit } = await aws
      .client(LambdaClient, target.region)
      .send(new GetAccountSettingsCommand({}))
    if (limit?.ConcurrentExecutions === undefined) throw new Error('GetAccountSettings named no concurrency limit')
    return {
      concurrencyLimit: limit.ConcurrentExecutions,
      unreserved: limit.UnreservedConcurrentExecutions ?? limit.ConcurrentExecutions,
    }
  },
  cite: (target) => ({
    source: 'lambda:GetAccountSettings',
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'lambda', '/discover'),
    cli: `aws lambda get-account-settings --region ${target.region}`,
  }),
})
