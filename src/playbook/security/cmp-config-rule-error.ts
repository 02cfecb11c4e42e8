import { configEvaluations } from '../../evidence/security/config-evaluations.ts'
import { defineCause } from '../cause.ts'
import { isOutOfScope } from './cmp-config-scope.ts'

export const cmpConfigRuleError = defineCause({
  id: 'cmp-config-rule-error',
  target: 'account',
  symptoms: ['security'],
  cause: 'A rule of AWS Config fails itself, so it says nothing about resources.',
  fix: () => ({
    proper:
      'Repair the function or role of the rule: its log shows the error, its policy must let config.amazonaws.com call it.',
    prevent: 'An alarm on Errors of the rule’s function.',
  }),
  docs: 'https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules.html',
  known: 'confirmed',
  needs: { rules: configEvaluations },
  diagnose(evidence, at) {
    const failing = evidence.rules.failing.filter((each) => !isOutOfScope(each))
    const first = failing[0]
    if (first === undefined) return { clear: 'No rule of AWS Config reports an error of its own.' }
    return {
      strength: 'proven',
      standsAlone: true,
      summary: `Medium: the Config rule ${first.name} fails itself with ${first.code}${failing.length === 1 ? '' : `, and ${failing.length - 1} more do`}.`,
      facts: failing
        .slice(0, 4)
        .map((each) =>
          at.fact(
            'rules',
            each.name,
            `${each.code}${each.message === '' || each.message === each.code ? '' : `: ${each.message}`}`,
            each.at,
            each.name,
          ),
        ) as [ReturnType<typeof at.fact>],
      fix: {
        now: `See what ${first.name} calls and with which role.`,
        cli: `aws configservice describe-config-rule-evaluation-status --config-rule-names ${first.name} --region ${at.target.region}`,
      },
    }
  },
})
