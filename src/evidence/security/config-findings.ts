import { ConfigServiceClient, GetComplianceDetailsByConfigRuleCommand } from '@aws-sdk/client-config-service'
import type { AccountRegion } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { type BrokenRule, configRules } from './config-rules.ts'
import { citeCheck, type Focus, focusKey, focusOf } from './focus.ts'

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
  readonly unreadRules: readonly BrokenRule[]
}

const mostRules = 2
const mostRulesForOne = 6
const mostResources = 25

/** Rules about what stands open come before those about habits. */
const grave = /PUBLIC|ROOT|TRAIL|SSH|RESTRICTED|OPEN|ADMIN|MFA|EXPOSED|GUARDDUTY/

/** Which resources break the rules: of the two gravest rules, of the one asked about, or of six where one resource is asked about. */
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
    const asked =
      focus?.service === 'config' ? broken.filter((each) => each.name === focus.id) : [...broken].sort(byGravity)
    const read = await Promise.all(
      asked.slice(0, most).map(async ({ name, identifier }) => {
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
    const findings = read.flat().filter((each) => isAbout(each, focus))
    return { findings, unreadRules: asked.slice(most) }
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

function byGravity(one: BrokenRule, other: BrokenRule): number {
  const rank = ({ name, identifier }: BrokenRule): number =>
    grave.test(`${identifier} ${name}`.toUpperCase().replaceAll('-', '_')) ? 0 : 1
  return rank(one) - rank(other)
}

function isAbout({ resourceId }: ConfigFinding, focus: Focus | undefined): boolean {
  return focus === undefined || focus.service === 'config' || resourceId === focus.id || resourceId === focus.arn
}
