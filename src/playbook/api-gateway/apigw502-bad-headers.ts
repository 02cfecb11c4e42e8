import { malformedCause } from './malformed.ts'

export const badHeaders = malformedCause({
  id: 'apigw502-bad-headers',
  shapes: ['bad-headers'],
  cause: 'The function returns headers whose names or values are not plain text, or lists outside multiValueHeaders.',
  known: 'memory',
  returned: ({ returned }) => `headers that are not plain text (${returned?.header ?? 'headers'})`,
  fix: ({ function: fn }) => ({
    now: `In ${fn.id}, turn every header value into text; give several values of one header as multiValueHeaders: { "Set-Cookie": ["a", "b"] }.`,
    proper: 'Build headers in one place that drops undefined and serializes the rest.',
    prevent: 'Test that every header value is text.',
  }),
})
