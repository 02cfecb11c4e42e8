import {
  ConfigServiceClient,
  DescribeComplianceByConfigRuleCommand,
  DescribeConfigRuleEvaluationStatusCommand,
  DescribeConfigRulesCommand,
} from '@aws-sdk/client-config-service'
import type { AccountRegion } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeCheck } from './focus.ts'

/** Rules of AWS Config by what they say. */
export interface ConfigRules {
  /** Not compliant, the most resources first. */
  readonly broken: readonly { readonly name: string; readonly identifier: string; readonly resources: number }[]
  /** Rules that themselves fail. Times are epoch milliseconds. */
  readonly failing: readonly {
    readonly name: string
    readonly code: string
    readonly message: string
    readonly at?: number
  }[]
  /** Rules evaluated at all; 0 where there are none. */
  readonly count: number
  readonly complete: boolean
}

const mostPages = 2

/** Reads which rules are broken and which fail by themselves; INSUFFICIENT_DATA counts as neither. */
export const configRules = defineProbe<ConfigRules, AccountRegion>({
  id: 'security.config-rules',
  actions: [
    'config:DescribeComplianceByConfigRule',
    'config:DescribeConfigRuleEvaluationStatus',
    'config:DescribeConfigRules',
  ],
  key: (target) => `${target.account} ${target.region}`,
  resource: () => '*',
  async fetch(target, { aws }) {
    const client = aws.client(ConfigServiceClient, target.region)
    const status = client.send(new DescribeConfigRuleEvaluationStatusCommand({}))
    const found: { name: string; resources: number }[] = []
    let token: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await client.send(
        new DescribeComplianceByConfigRuleCommand({
          ComplianceTypes: ['NON_COMPLIANT'],
          ...(token !== undefined && { NextToken: token }),
        }),
      )
      for (const each of answer.ComplianceByConfigRules ?? [])
        if (each.ConfigRuleName !== undefined && each.Compliance?.ComplianceType === 'NON_COMPLIANT')
          found.push({
            name: each.ConfigRuleName,
            resources: each.Compliance.ComplianceContributorCount?.CappedCount ?? 1,
          })
      token = answer.NextToken
      if (token === undefined) break
    }
    const broken = found.sort((a, b) => b.resources - a.resources || (a.name < b.name ? -1 : 1))
    const described =
      broken.length === 0
        ? []
        : await client
            .send(new DescribeConfigRulesCommand({ ConfigRuleNames: broken.slice(0, 25).map((each) => each.name) }))
            .then(
              (answer) => answer.ConfigRules ?? [],
              () => [],
            )
    const evaluated = (await status).ConfigRulesEvaluationStatus ?? []
    return {
      broken: broken.map((each) => ({
        ...each,
        identifier: described.find((rule) => rule.ConfigRuleName === each.name)?.Source?.SourceIdentifier ?? '',
      })),
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
      count: Math.max(evaluated.length, broken.length),
      complete: token === undefined,
    }
  },
  cite: (target) =>
    citeCheck(
      target,
      'config:DescribeComplianceByConfigRule ComplianceTypes=NON_COMPLIANT',
      'configservice describe-compliance-by-config-rule --compliance-types NON_COMPLIANT',
      'config',
      '/rules',
    ),
})
