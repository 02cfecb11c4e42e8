import { busLog } from '../../evidence/eventbridge/bus-log.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { patternTest } from '../../evidence/eventbridge/pattern-test.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { targetRole } from '../../evidence/eventbridge/target-role.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { from, optional } from '../../evidence/probe.ts'
import { askPolicy } from '../../evidence/sqs/resource-policy.ts'
import type { EventRule, RuleToTarget } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { addToTrust, grantTo } from '../statement.ts'
import { grantVerdict } from './edge.ts'
import { eventsRequest } from './events-request.ts'
import { count, outOf } from './words.ts'

const ruleOf = (edge: RuleToTarget): EventRule => edge.rule

export const ebTargetRole = defineCause({
  id: 'eb-target-role',
  target: 'rule-to-target',
  symptoms: ['no-event'],
  cause: 'The role the rule uses for its target is missing, does not trust EventBridge, or may not call the target.',
  fix: ({ rule, targetArn }) => ({
    proper: `Give the target of ${rule.name} a role that trusts events.amazonaws.com and allows the one call on ${targetArn}.`,
    prevent: 'Make the role where the rule is made; Lambda, SNS and SQS targets go by their own policies instead.',
    iac: '`RoleArn` of the target; trust: {"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sts:AssumeRole"}.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html',
  known: 'confirmed',
  leadsTo: ['eb-no-dlq-lost', 'eb-retry-exhausted'],
  needs: {
    role: targetRole,
    targets: from(ruleTargets, ruleOf),
    rule: from(ruleSettings, ruleOf),
    test: optional(from(patternTest, ruleOf)),
    metrics: optional(from(ruleMetrics, ruleOf)),
    log: optional(from(busLog, ruleOf)),
  },
  diagnose({ role, targets, rule: settings, test, metrics, log }, at) {
    const { rule, targetArn } = at.target
    const { action, roleArn, exists, trust, decision } = role
    if (action === undefined) return { clear: `${targetArn} is not called with a role.` }
    const isOwnBus =
      action === 'events:PutEvents' &&
      targetArn.split(':')[4] === rule.account &&
      targetArn.split(':')[3] === rule.region
    const trusted = askPolicy(trust, eventsRequest(rule, 'sts:AssumeRole', '*')).state
    const problem =
      roleArn === undefined
        ? isOwnBus
          ? undefined
          : 'it names no role'
        : !exists
          ? `its role ${nameOf(roleArn)} does not exist`
          : trusted === 'missing' || trusted === 'denied'
            ? `its role ${nameOf(roleArn)} does not trust events.amazonaws.com`
            : decision === 'implicitDeny' || decision === 'explicitDeny'
              ? `its role ${nameOf(roleArn)} may not use ${action} there`
              : undefined
    if (problem === undefined)
      return { clear: `The role for ${targetArn} is there, trusts EventBridge and may use ${action}.` }
    const verdict = grantVerdict({ rule: settings, test, metrics, log }, targetArn, targets.length)
    if (verdict.contradiction !== undefined) return { clear: verdict.contradiction }
    return {
      strength: verdict.strength,
      standsAlone: true,
      ...(verdict.times.length > 0 && { times: verdict.times }),
      summary: `${rule.name} cannot call ${targetArn.split(':').slice(5).join(':')}: ${problem}${verdict.flow !== undefined && verdict.flow.failed > 0 ? `; ${count(verdict.flow.failed, 'delivery', 'deliveries')} failed` : ''}.`,
      facts: [
        at.fact('targets', 'Role of the target', roleArn ?? 'none'),
        ...(decision === undefined ? [] : [at.fact('role', `${action} simulated`, decision)]),
        ...(exists
          ? [
              at.fact(
                'role',
                'Trusts events.amazonaws.com',
                trusted === 'allowed' ? 'yes' : trusted === 'missing' ? 'no' : trusted,
              ),
            ]
          : []),
        ...(verdict.flow === undefined
          ? []
          : [
              at.fact(
                'metrics',
                'Failed and all invocations',
                outOf(verdict.flow.failed, Math.max(verdict.flow.invocations, verdict.flow.failed)),
                verdict.times[0],
                'FailedInvocations',
              ),
            ]),
        ...(verdict.logged === undefined ? [] : [at.fact('log', 'The bus logged', verdict.logged)]),
      ],
      fix: {
        now:
          roleArn !== undefined && exists && trusted === 'allowed'
            ? `Allow ${action} on ${targetArn} in the role ${nameOf(roleArn)}.`
            : roleArn !== undefined && exists && trusted === 'missing'
              ? `Let events.amazonaws.com assume the role ${nameOf(roleArn)}, which must allow ${action} on ${targetArn} too.`
              : `Give the target a role that trusts events.amazonaws.com and may use ${action} on ${targetArn}.`,
        ...(roleArn !== undefined &&
          exists &&
          trusted === 'allowed' && {
            cli: grantTo('role', nameOf(roleArn), { Effect: 'Allow', Action: action, Resource: targetArn }),
          }),
        ...(roleArn !== undefined &&
          exists &&
          trusted === 'missing' && {
            cli: addToTrust(nameOf(roleArn), {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sts:AssumeRole',
            }),
          }),
      },
    }
  },
})

function nameOf(roleArn: string): string {
  return roleArn.split('/').at(-1) ?? roleArn
}
