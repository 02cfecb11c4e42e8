import { httpClientErrors, restClientErrors } from './api-gateway/client-errors.ts'
import type { OpenQuestion, OpenQuestions } from './open-question.ts'

const serverErrors: OpenQuestion = { symptom: '500', words: '5xx answers', isNarrowed: true }
const slowness: OpenQuestion = { symptom: 'slow', words: 'slowness', isSlowness: true }

export const openQuestions: OpenQuestions = {
  'rest-api': [serverErrors, { symptom: '4xx', words: '4xx answers', sign: restClientErrors }, slowness],
  'http-api': [serverErrors, { symptom: '4xx', words: '4xx answers', sign: httpClientErrors }, slowness],
  'websocket-api': [{ symptom: '500', words: 'integration errors' }],
  'api-domain': [{ symptom: '4xx', words: '4xx answers' }],
  'load-balancer': [{ symptom: '502', words: '5xx answers' }],
  function: [
    { symptom: 'errors', words: 'errors and timeouts' },
    { symptom: 'throttled', words: 'throttling' },
    { symptom: '4xx', words: 'refusals of its URL' },
    { symptom: 'cold-start', words: 'cold starts', isSlowness: true },
    slowness,
  ],
  table: [{ symptom: 'throttled', words: 'throttling' }, slowness],
  queue: [{ symptom: 'stuck', words: 'messages that pile up' }],
  'event-rule': [{ symptom: 'no-event', words: 'events that do not arrive' }],
  bucket: [{ symptom: '403', words: '403 answers' }],
  stack: [{ symptom: 'failed', words: 'failed operations' }],
  role: [{ symptom: 'denied', words: 'refused calls' }],
  denial: [{ symptom: 'denied', words: 'refused calls' }],
}
