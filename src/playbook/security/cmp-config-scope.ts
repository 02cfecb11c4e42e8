import { configEvaluations } from '../../evidence/security/config-evaluations.ts'
import { configRecorder } from '../../evidence/security/config-recorder.ts'
import { defineCause } from '../cause.ts'

/** Whether a rule fails because what it asks about is not recorded. */
export function isOutOfScope({ code, message }: { readonly code: string; readonly message: string }): boolean {
  return /NoAvailableConfigurationRecorder|not recorded|ResourceNotDiscovered/i.test(`${code} ${message}`)
}

export const cmpConfigScope = defineCause({
  id: 'cmp-config-scope',
  target: 'account',
  symptoms: ['security'],
  cause: 'AWS Config does not record the type of resource that a rule asks about.',
  fix: () => ({ proper: 'Record the types that the rules need; global types such as IAM in one region only.' }),
  docs: 'https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html',
  known: 'confirmed',
  needs: { recorder: configRecorder, rules: configEvaluations },
  diagnose(evidence, at) {
    const unrecorded = evidence.rules.failing.find(isOutOfScope)
    const recorder = evidence.recorder.find((each) => each.isRecording)
    if (unrecorded === undefined) {
      if (recorder === undefined) return { inconclusive: 'AWS Config does not record.' }
      return { clear: 'No rule reports that its type of resource is not recorded.' }
    }
    return {
      strength: 'likely',
      standsAlone: true,
      summary: `Medium: the Config rule ${unrecorded.name} asks about a type of resource that is not recorded in ${at.target.region}.`,
      facts: [
        at.fact('rules', unrecorded.name, `${unrecorded.code}: ${unrecorded.message}`, unrecorded.at, unrecorded.name),
      ],
      fix: {
        now: 'Add the type to the recorder, or delete the rule here.',
        cli: `aws configservice describe-configuration-recorders --region ${at.target.region}`,
      },
    }
  },
})
