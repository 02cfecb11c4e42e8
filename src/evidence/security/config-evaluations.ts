import { ConfigServiceClient, DescribeConfigRuleEvaluationStatusCommand } from '@aws-sdk/client-config-service'
import type { AccountRegion } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeCheck } from './focus.ts'

/** How rules of AWS Config do themselves. Times are epoch milliseconds. */
export interface ConfigEvaluations {
  readonly failing: readonly {
    readonly name: string
    readonly code: string
    readonly message: string
    readonly at?: number
  }[]
  /** Rules there are; 0 where there are none. */
  readonly count: number
}

/** Reads which rules fail by themselves; one that has been evaluated well since counts no more. */
export const configEvaluations = defineProbe<ConfigEvaluations, AccountRegion>({
  id: 'security.config-evaluations',
  actions: ['config:DescribeConfigRuleEvaluationStatus'],
  key: (target) => `${target.account} ${target.region}`,
  resource: () => '*',
  async fetch(target, { aws }) {
    const { ConfigRulesEvaluationStatus: evaluated = [] } = await aws
      .client(ConfigServiceClient, target.region)
      .send(new DescribeConfigRuleEvaluationStatusCommand({}))
    return {
      count: evaluated.length,
      failing: evaluated.flatMap((each) => {
        const failedAt = each.LastFailedEvaluationTime?.getTime() ?? each.LastFailedInvocationTime?.getTime()
        const wellAt = each.LastSuccessfulEvaluationTime?.getTime() ?? 0
        if (!each.LastErrorCode || (failedAt !== undefined && failedAt < wellAt)) return []
        return [
          {
            name: each.ConfigRuleName ?? '',
            code: each.LastErrorCode,
            message: each.LastErrorMessage ?? '',
            ...(failedAt !== undefined && { at: failedAt }),
          },
        ]
      }),
    }
  },
  cite: (target, _, rule) =>
    citeCheck(
      target,
      `config:DescribeConfigRuleEvaluationStatus${rule === undefined ? '' : ` ConfigRuleNames=${rule}`}`,
      `configservice describe-config-rule-evaluation-status${rule === undefined ? '' : ` --config-rule-names ${rule}`}`,
      'config',
      '/rules',
    ),
})
