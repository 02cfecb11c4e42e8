import { busKey } from '../../evidence/eventbridge/bus-key.ts'
import { defineCause } from '../cause.ts'
import { busWords } from './words.ts'

export const ebKmsBus = defineCause({
  id: 'eb-kms-bus',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause: 'The bus is encrypted with a key that cannot be used, so its events cannot be matched.',
  fix: (rule) => ({
    proper: `Enable the key again, or give ${busWords(rule.bus)} another one.`,
    prevent:
      'Alarm on DisableKey and ScheduleKeyDeletion of keys in use, and give the bus a dead-letter queue for events it cannot decrypt.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption.html',
  known: 'confirmed',
  needs: { key: busKey },
  diagnose({ key }, at) {
    const { bus, region } = at.target
    if (key === null) return { clear: `No key of your own encrypts ${busWords(bus)}.` }
    if (key.state === 'Enabled' || key.state === 'Updating' || key.state === 'Creating')
      return { clear: `The key of ${busWords(bus)} is ${key.state}.` }
    return {
      strength: 'proven',
      standsAlone: true,
      summary: `The key ${key.keyId} of ${busWords(bus)} is ${key.state}, so EventBridge cannot read the events on it.`,
      facts: [at.fact('key', 'State of the key', key.state), at.fact('key', 'Key of the bus', key.keyId)],
      fix:
        key.state === 'PendingDeletion'
          ? {
              now: 'Cancel the deletion and enable the key.',
              cli: `aws kms cancel-key-deletion --key-id ${key.keyId} --region ${region} && aws kms enable-key --key-id ${key.keyId} --region ${region}`,
            }
          : { now: 'Enable the key.', cli: `aws kms enable-key --key-id ${key.keyId} --region ${region}` },
    }
  },
})
