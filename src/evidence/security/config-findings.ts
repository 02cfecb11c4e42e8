import { ConfigServiceClient, GetComplianceDetailsByConfigRuleCommand } from '@aws-sdk/client-config-service'
import type { AccountRegion } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { configRules } from './config-rules.ts'
import { citeCheck, focusKey, focusOf } from './focus.ts'

/** One resource that a rule of AWS Config calls not compliant. Times are epoch milliseconds. */
export interface ConfigFinding {
  readonly rule: string
  /** AWS's name of the managed rule, `S3_BUCKET_PUBLIC_READ_PROHIBITED`; empty for a custom one. */
  readonly identifier: string
  readonly resourceType: string
  readonly resourceId: string
  readonly annotation?: string
  readonly recordedAt?: number
}

export interface ConfigFindings {
  readonly findings: readonly ConfigFinding[]
  /** Broken rules whose resources were not read, to keep the answer small. */
  readonly unreadRules: readonly string[]
}

const mostRules = 3
const mostRulesForOne = 6
const mostResources = 25

/** Which resources break the rules: of the three rules with the most, or of the six where one resource is asked about. */
export const configFindings = defineProbe<ConfigFindings, AccountRegion>({
  id: 'security.config-findings',
  actions: ['config:GetComplianceDetailsByConfigRule'],
  uses: [configRules],
  key: focusKey,
  resource: () => '*',
  async fetch(target, at) {
    const { broken } = await at.read(configRules, target)
    const focus = focusOf(target)
    const client = at.aws.client(ConfigServiceClient, target.region)
    const most = focus === undefined ? mostRules : mostRulesForOne
    const read = await Promise.all(
      broken.slice(0, most).map(async ({ name, identifier }) => {
        const answer = await client.send(
          new GetComplianceDetailsByConfigRuleCommand({
            ConfigRuleName: name,
            ComplianceTypes: ['NON_COMPLIANT'],
            Limit: mostResources,
          }),
        )
        return (answer.EvaluationResults ?? []).flatMap((each): ConfigFinding[] => {
          const resource = each.EvaluationResultIdentifier?.EvaluationResultQualifier
          if (each.ComplianceType !== 'NON_COMPLIANT' || resource?.ResourceId === undefined) return []
          return [
            {
              rule: name,
              identifier,
              resourceType: resource.ResourceType ?? '',
              resourceId: resource.ResourceId,
              ...(each.Annotation !== undefined && { annotation: each.Annotation }),
              ...(each.ResultRecordedTime !== undefined && { recordedAt: each.ResultRecordedTime.getTime() }),
            },
          ]
        })
      }),
    )
    const findings = read
      .flat()
      .filter((each) => focus === undefined || each.resourceId === focus.id || each.resourceId === focus.arn)
    return { findings, unreadRules: broken.slice(most).map((each) => each.name) }
  },
  cite: (target, _, rule = 'RULE') =>
    citeCheck(
      target,
      `config:GetComplianceDetailsByConfigRule ConfigRuleName=${rule} ComplianceTypes=NON_COMPLIANT`,
      `configservice get-compliance-details-by-config-rule --config-rule-name ${shellWord(rule)} --compliance-types NON_COMPLIANT`,
      'config',
      `/rules/details?configRuleName=${encodeURIComponent(rule)}`,
    ),
})
