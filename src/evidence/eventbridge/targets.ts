import {
  EventBridgeClient,
  ListTargetsByRuleCommand,
  type Target as RuleTargetShape,
} from '@aws-sdk/client-eventbridge'
import type { EventRule } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import { busOf, citeRule } from './rule.ts'

/** Something a rule sends to. */
export interface RuleTarget {
  readonly id: string
  readonly arn: string
  /** `lambda`, `sqs`, `sns`, `states`, … from the ARN. */
  readonly service: string
  readonly roleArn?: string
  readonly deadLetterArn?: string
  readonly retry?: { readonly attempts?: number; readonly ageSeconds?: number }
  readonly transformer?: { readonly template: string; readonly paths: Readonly<Record<string, string>> }
  /** Set when the target gets part of the event, or a constant. */
  readonly inputPath?: string
  readonly hasConstantInput: boolean
}

const mostPages = 2

/** Reads a rule's targets; a constant input stays in AWS. */
export const ruleTargets = defineProbe<readonly RuleTarget[], EventRule>({
  id: 'eventbridge.targets',
  actions: ['events:ListTargetsByRule'],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const targets: RuleTargetShape[] = []
    let token: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws.client(EventBridgeClient, target.region).send(
        new ListTargetsByRuleCommand({
          Rule: target.id,
          ...busOf(target),
          ...(token !== undefined && { NextToken: token }),
        }),
      )
      // A rule without targets has an empty list; an answer without the list says nothing.
      if (answer.Targets === undefined)
        throw new EvidenceMissing({ status: 'failed', error: 'EventBridge answered without the list of targets.' })
      targets.push(...answer.Targets)
      token = answer.NextToken
      if (token === undefined || token === '') break
    }
    return targets.map(targetOf)
  },
  cite: (target) => citeRule(target, 'ListTargetsByRule', 'list-targets-by-rule --rule'),
})

function targetOf(each: RuleTargetShape): RuleTarget {
  const { RetryPolicy: retry, InputTransformer: transformer } = each
  const attempts = retry?.MaximumRetryAttempts
  const ageSeconds = retry?.MaximumEventAgeInSeconds
  return {
    id: each.Id ?? '',
    arn: each.Arn ?? '',
    service: each.Arn?.split(':')[2] ?? '',
    hasConstantInput: each.Input !== undefined,
    ...(each.RoleArn !== undefined && { roleArn: each.RoleArn }),
    ...(each.DeadLetterConfig?.Arn !== undefined && { deadLetterArn: each.DeadLetterConfig.Arn }),
    ...((attempts !== undefined || ageSeconds !== undefined) && {
      retry: { ...(attempts !== undefined && { attempts }), ...(ageSeconds !== undefined && { ageSeconds }) },
    }),
    ...(transformer !== undefined && {
      transformer: { template: transformer.InputTemplate ?? '', paths: transformer.InputPathsMap ?? {} },
    }),
    ...(each.InputPath !== undefined && { inputPath: each.InputPath }),
  }
}
