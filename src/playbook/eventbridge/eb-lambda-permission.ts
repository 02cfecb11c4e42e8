import { busLog } from '../../evidence/eventbridge/bus-log.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { patternTest } from '../../evidence/eventbridge/pattern-test.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionExistence } from '../../evidence/lambda/existence.ts'
import { functionPolicy } from '../../evidence/lambda/policy.ts'
import { from, optional } from '../../evidence/probe.ts'
import { askPolicy } from '../../evidence/sqs/resource-policy.ts'
import type { EventRule, LambdaFunction, RuleToFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { shellWord } from '../command.ts'
import { grantVerdict } from './edge.ts'
import { eventsRequest } from './events-request.ts'
import { count, outOf } from './words.ts'

const ruleOf = (edge: RuleToFunction): EventRule => edge.rule
const functionOf = (edge: RuleToFunction): LambdaFunction => edge.function

export const ebLambdaPermission = defineCause({
  id: 'eb-lambda-permission',
  target: 'rule-to-function',
  symptoms: ['no-event'],
  cause: 'The function’s resource policy does not let EventBridge invoke it for this rule.',
  fix: ({ rule, function: fn }) => ({
    now: `Let events.amazonaws.com invoke ${fn.name} for ${rule.name}; deliveries then work at once, those that failed are not sent again.`,
    prevent: 'Make rule, target and permission in one construct; each alias needs a permission of its own.',
    cli: `aws lambda add-permission --function-name ${fn.id}${fn.qualifier === undefined ? '' : ` --qualifier ${shellWord(fn.qualifier)}`} --statement-id events-${rule.id.replace(/[^\w-]/g, '-')} --action lambda:InvokeFunction --principal events.amazonaws.com --source-arn ${rule.arn} --region ${fn.region}`,
    iac: '`AWS::Lambda::Permission` with `Principal: events.amazonaws.com` and the rule’s ARN as `SourceArn`; CDK: `new LambdaFunction(fn)` as target; Terraform: `aws_lambda_permission`.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html',
  known: 'confirmed',
  leadsTo: ['eb-no-dlq-lost', 'eb-retry-exhausted'],
  needs: {
    policy: from(functionPolicy, functionOf),
    existence: optional(from(functionExistence, functionOf)),
    targets: from(ruleTargets, ruleOf),
    rule: from(ruleSettings, ruleOf),
    test: optional(from(patternTest, ruleOf)),
    metrics: optional(from(ruleMetrics, ruleOf)),
    log: optional(from(busLog, ruleOf)),
  },
  diagnose({ policy, existence, targets, rule: settings, test, metrics, log }, at) {
    const { rule, function: fn } = at.target
    if (valueIfRead(existence)?.exists === false)
      return { clear: `${fn.name} does not exist, which is judged by itself.` }
    const answer = askPolicy(policy?.statements ?? [], eventsRequest(rule, 'lambda:InvokeFunction', fn.arn))
    if (answer.state === 'allowed')
      return { clear: `The policy of ${fn.name} lets EventBridge invoke it for ${rule.name}.` }
    const verdict = grantVerdict({ rule: settings, test, metrics, log }, fn.arn, targets.length)
    if (verdict.contradiction !== undefined) return { clear: verdict.contradiction }
    if (answer.state === 'unclear' && verdict.logged === undefined)
      return { inconclusive: `The policy of ${fn.name} hangs on ${answer.why}.` }
    const hasRole = targets.some((each) => each.arn === fn.arn && each.roleArn !== undefined)
    const failed = verdict.flow?.failed ?? 0
    return {
      strength:
        hasRole && verdict.logged === undefined ? 'possible' : answer.state === 'unclear' ? 'likely' : verdict.strength,
      standsAlone: true,
      ...(verdict.times.length > 0 && { times: verdict.times }),
      summary: `The policy of ${fn.name} ${answer.state === 'denied' ? 'denies' : 'does not let'} EventBridge invoke it for ${rule.name}${failed > 0 ? `: ${count(failed, 'delivery', 'deliveries')} failed` : ''}.`,
      facts: [
        at.fact(
          'policy',
          `Policy of ${fn.name} on events.amazonaws.com`,
          answer.statement === undefined
            ? policy === null
              ? 'there is no policy'
              : 'no statement'
            : `${answer.statement.sid ?? 'a statement'}${answer.why === undefined ? '' : `: ${answer.why}`}`,
        ),
        at.fact('targets', 'Target of the rule', fn.arn),
        ...(verdict.flow === undefined
          ? []
          : [
              at.fact(
                'metrics',
                'Failed and all invocations',
                outOf(failed, Math.max(verdict.flow.invocations, failed)),
                verdict.times[0],
                'FailedInvocations',
              ),
            ]),
        ...(verdict.logged === undefined ? [] : [at.fact('log', 'The bus logged', verdict.logged)]),
      ],
    }
  },
})
