import type { Symptom } from '../../targets/symptom.ts'
import type { Alias } from '../cause.ts'

const symptoms: readonly Symptom[] = [
  '502',
  '504',
  '500',
  '4xx',
  '403',
  'errors',
  'timeout',
  'throttled',
  'slow',
  'cold-start',
  'denied',
]

/** The name a finding takes when a REST API was asked. */
export function underRestApi(id: string): Alias {
  return { id, when: { symptoms, askedOf: ['rest-api'] } }
}

/** The name a finding takes when an HTTP API was asked: the playbook has one name for both engines. */
export function underHttpApi(id: string): Alias {
  return { id, when: { symptoms, askedOf: ['http-api'] } }
}
