import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { defineCause } from '../cause.ts'
import { busOption } from './words.ts'

export const ebRuleDisabled = defineCause({
  id: 'eb-rule-disabled',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'The rule is switched off, so it matches nothing and runs on no schedule.',
  fix: (rule) => ({
    now: `Find out why ${rule.name} was switched off, then enable it. What came meanwhile is lost unless the bus has an archive to replay.`,
    prevent: 'Keep the rule’s state in its template, and let CloudTrail tell of DisableRule.',
    cli: `aws events enable-rule --name ${rule.id}${busOption(rule)} --region ${rule.region}`,
    iac: '`State: ENABLED` of `AWS::Events::Rule`; CDK: `enabled: true`; Terraform: `state = "ENABLED"`.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html',
  known: 'confirmed',
  needs: { rule: ruleSettings },
  diagnose({ rule }, at) {
    if (rule.state !== 'DISABLED') return { clear: `${at.target.name} is ${rule.state}.` }
    return {
      strength: 'proven',
      standsAlone: true,
      summary: `The rule ${at.target.name} is DISABLED, so no event and no schedule runs it.`,
      facts: [
        at.fact('rule', 'State of the rule', rule.state),
        ...(rule.managedBy === undefined ? [] : [at.fact('rule', 'Managed by', rule.managedBy)]),
      ],
    }
  },
})
