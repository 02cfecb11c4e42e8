import { configRecorder } from '../../evidence/security/config-recorder.ts'
import { defineCause } from '../cause.ts'
import { ageText } from './judged.ts'

export const cmpConfigOff = defineCause({
  id: 'cmp-config-off',
  target: 'account',
  symptoms: ['security'],
  cause: 'AWS Config does not record, so its rules say what was so earlier, not what is so now.',
  fix: () => ({
    proper: 'Keep the recorder in a template, and its role able to read what it records and write to its bucket.',
    prevent: 'A service control policy that denies config:StopConfigurationRecorder.',
  }),
  docs: 'https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html',
  known: 'confirmed',
  leadsTo: ['cmp-config-scope'],
  needs: { recorder: configRecorder },
  diagnose(evidence, at) {
    const off = evidence.recorder.find((each) => !each.isRecording)
    const failing = evidence.recorder.find((each) => each.isRecording && each.lastStatus === 'FAILURE')
    const broken = failing ?? (evidence.recorder.some((each) => each.isRecording) ? undefined : off)
    if (broken === undefined)
      return evidence.recorder.length === 0
        ? {
            inconclusive: `AWS Config was never set up in ${at.target.region}: no rule says anything about the account.`,
          }
        : { clear: 'AWS Config records.' }
    const what = broken.isRecording
      ? `fails to deliver${broken.lastError === undefined ? '' : ` (${broken.lastError})`}`
      : `is stopped${broken.lastStoppedAt === undefined ? '' : ` since ${ageText(broken.lastStoppedAt, at.now)}`}`
    return {
      strength: 'proven',
      standsAlone: true,
      summary: `High: the recorder ${broken.name} of AWS Config in ${at.target.region} ${what}, so what its rules say is old.`,
      facts: [
        at.fact(
          'recorder',
          broken.name,
          `recording=${broken.isRecording}, lastStatus=${broken.lastStatus || 'not said'}${broken.lastError === undefined ? '' : `, ${broken.lastError}`}`,
          broken.lastStoppedAt,
        ),
      ],
      fix: broken.isRecording
        ? {
            now: 'Repair what it cannot write to: the bucket policy or key of its delivery channel, or its role.',
            cli: `aws configservice describe-delivery-channel-status --region ${at.target.region}`,
          }
        : {
            now: 'Find out who stopped it, and start it.',
            cli: `aws configservice start-configuration-recorder --configuration-recorder-name ${broken.name} --region ${at.target.region}`,
          },
    }
  },
})
