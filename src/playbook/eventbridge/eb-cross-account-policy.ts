import { plainValues, readPattern } from '../../evidence/event-pattern/pattern.ts'
import { eventBus } from '../../evidence/eventbridge/bus.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { patternTest } from '../../evidence/eventbridge/pattern-test.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { askPolicy } from '../../evidence/sqs/resource-policy.ts'
import { defineCause } from '../cause.ts'
import { flowOf } from './flow.ts'
import { busWords, count } from './words.ts'

export const ebCrossAccountPolicy = defineCause({
  id: 'eb-cross-account-policy',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'Another account sends to the bus, and the bus’s policy does not let it.',
  fix: (rule) => ({
    proper: `Let the account put events on ${busWords(rule.bus)} by its id, or the organisation with aws:PrincipalOrgID.`,
    prevent:
      'Keep the policy of the bus in the template of the account that owns it, and give the sending rule a role and a dead-letter queue.',
    iac: '`AWS::Events::EventBusPolicy`; CDK: `new CfnEventBusPolicy`; Terraform: `aws_cloudwatch_event_bus_policy`.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html',
  known: 'confirmed',
  needs: { rule: ruleSettings, bus: eventBus, test: optional(patternTest), metrics: optional(ruleMetrics) },
  diagnose({ rule, bus, test, metrics }, at) {
    const target = at.target
    const pattern = readPattern(rule.pattern ?? '{}')
    const tried = valueIfRead(test)
    const pasted =
      tried?.origin === 'pasted' && tried.filledIn?.includes('account') !== true ? tried.account : undefined
    const accounts = [
      ...new Set([...plainValues(pattern, 'account'), ...(pasted === undefined ? [] : [pasted])]),
    ].filter((each) => each !== target.account)
    if (accounts.length === 0) return { clear: 'Neither pattern nor event speaks of another account.' }
    const flow = flowOf(valueIfRead(metrics))
    if (flow?.hasFired === true) return { clear: `${count(flow.fired, 'event')} matched, so events arrive.` }
    const answers = accounts.map((account) => ({
      account,
      ...askPolicy(bus.policy ?? [], {
        principals: [account, `arn:${target.partition}:iam::${account}:root`],
        action: 'events:PutEvents',
        resource: bus.arn,
        context: {},
      }),
    }))
    const refused = answers.filter(({ state }) => state === 'missing' || state === 'denied')
    const [first] = refused
    if (first === undefined) {
      const unclear = answers.find(({ state }) => state === 'unclear')
      return unclear === undefined
        ? { clear: `The policy of ${busWords(target.bus)} lets ${accounts.join(', ')} in.` }
        : { inconclusive: `The policy of the bus hangs on ${unclear.why}.` }
    }
    return {
      strength: 'likely',
      standsAlone: true,
      summary: `The policy of ${busWords(target.bus)} does not let account ${refused.map((each) => each.account).join(', ')} put events, which ${target.name} waits for.`,
      facts: [
        at.fact(
          'bus',
          'Statements for that account',
          first.statement === undefined
            ? 'none'
            : `${first.statement.sid ?? 'one'}${first.why === undefined ? '' : `: ${first.why}`}`,
        ),
        at.fact('rule', 'Accounts the rule waits for', accounts.join(', ')),
      ],
      fix: {
        now: `Allow events:PutEvents for account ${first.account}.`,
        cli: `aws events put-permission --event-bus-name ${target.bus} --action events:PutEvents --principal ${first.account} --statement-id allow-${first.account} --region ${target.region}`,
      },
    }
  },
})
