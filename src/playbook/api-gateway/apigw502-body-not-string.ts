import { malformedCause } from './malformed.ts'

export const bodyNotString = malformedCause({
  id: 'apigw502-body-not-string',
  shapes: ['body-not-string'],
  cause: 'The function returns body as an object, list or number, where a Lambda proxy integration takes text only.',
  known: 'confirmed',
  returned: ({ returned }) => `a body that is ${article(returned?.bodyKind ?? 'object')} instead of text`,
  fix: ({ function: fn }) => ({
    now: `In ${fn.id}, return body: JSON.stringify(result) instead of body: result.`,
    proper: 'Build responses in one place that serializes the body, and type the handler as APIGatewayProxyHandler.',
    prevent: 'Test that typeof response.body is "string" for every route.',
  }),
})

function article(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`
}
