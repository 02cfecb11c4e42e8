import { configHistory } from '../../evidence/security/config-history.ts'
import { defineCause } from '../cause.ts'
import { graceMs } from './config-says.ts'

export const cmpConfigStale = defineCause({
  id: 'cmp-config-stale',
  target: 'account',
  symptoms: ['security'],
  cause: 'A rule has not looked at a resource since it was changed, so its result is of the earlier state.',
  fix: () => ({ proper: 'Trigger the rule by configuration changes, not by time alone.' }),
  docs: 'https://docs.aws.amazon.com/config/latest/developerguide/evaluating-your-resources.html',
  known: 'confirmed',
  needs: { history: configHistory },
  diagnose(evidence, at) {
    const stale = evidence.history.find(
      ({ finding, changedAt }) => finding.recordedAt !== undefined && changedAt - finding.recordedAt > graceMs,
    )
    if (stale?.finding.recordedAt === undefined)
      return { clear: 'No marked resource read was changed after its rule last looked.' }
    const { finding, changedAt } = stale
    return {
      strength: 'likely',
      standsAlone: true,
      summary: `Low: the rule ${finding.rule} judged ${finding.resourceId} before its last change, so the result may be out of date.`,
      facts: [
        at.fact(
          'history',
          `Last change of ${finding.resourceId}`,
          'recorded by AWS Config',
          changedAt,
          `${finding.resourceType} ${finding.resourceId}`,
        ),
        at.fact(
          'history',
          `Result of ${finding.rule}`,
          'NON_COMPLIANT',
          stale.finding.recordedAt,
          `${finding.resourceType} ${finding.resourceId}`,
        ),
      ],
      fix: {
        now: 'Evaluate the rule again, then ask once more.',
        cli: `aws configservice start-config-rules-evaluation --config-rule-names ${finding.rule} --region ${at.target.region}`,
      },
    }
  },
})
