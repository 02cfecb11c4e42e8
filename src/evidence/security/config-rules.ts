import {
  ConfigServiceClient,
  DescribeComplianceByConfigRuleCommand,
  DescribeConfigRulesCommand,
} from '@aws-sdk/client-config-service'
import type { AccountRegion } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeCheck } from './focus.ts'

/** A rule that some resource breaks. */
export interface BrokenRule {
  readonly name: string
  /** AWS's name of a managed rule, `S3_BUCKET_PUBLIC_READ_PROHIBITED`; empty for a custom one. */
  readonly identifier: string
  readonly resources: number
}

/** Rules of AWS Config by what they say. */
export interface ConfigRules {
  /** Not compliant, the most resources first. */
  readonly broken: readonly BrokenRule[]
  readonly complete: boolean
}

const mostPages = 2
const telling =
  /public|ssl-requests|server-side-encryption|versioning|mfa|access-key|unused-credentials|password-policy|admin-access|trail|encrypted-volumes|rotat|restricted-(ssh|common)|guardduty|securityhub-enabled|root-/i

/** Whether a rule's name alone says what it asks for. */
export function isTelling(rule: string): boolean {
  return telling.test(rule)
}

/** Reads which rules are broken; INSUFFICIENT_DATA does not count. */
export const configRules = defineProbe<ConfigRules, AccountRegion>({
  id: 'security.config-rules',
  actions: ['config:DescribeComplianceByConfigRule', 'config:DescribeConfigRules'],
  key: (target) => `${target.account} ${target.region}`,
  resource: () => '*',
  async fetch(target, { aws }) {
    const client = aws.client(ConfigServiceClient, target.region)
    const { found, token } = await brokenRules(client)
    const broken = found.sort((a, b) => b.resources - a.resources || (a.name < b.name ? -1 : 1))
    // A managed rule mostly goes by its own name; only other names are worth a read.
    const unclear = broken.filter((each) => !isTelling(each.name))
    const described =
      unclear.length === 0
        ? []
        : await client
            .send(new DescribeConfigRulesCommand({ ConfigRuleNames: unclear.slice(0, 25).map((each) => each.name) }))
            .then(
              (answer) => answer.ConfigRules ?? [],
              () => [],
            )
    return {
      broken: broken.map((each) => ({
        ...each,
        identifier: described.find((rule) => rule.ConfigRuleName === each.name)?.Source?.SourceIdentifier ?? '',
      })),
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

async function brokenRules(
  client: ConfigServiceClient,
): Promise<{ found: Omit<BrokenRule, 'identifier'>[]; token: string | undefined }> {
  const found: Omit<BrokenRule, 'identifier'>[] = []
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
    if (token === undefined || token === '') return { found, token: undefined }
  }
  return { found, token }
}
