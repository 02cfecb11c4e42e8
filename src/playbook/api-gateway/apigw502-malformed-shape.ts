import { malformedCause } from './malformed.ts'

const words: Readonly<Record<string, string>> = {
  text: 'a plain text',
  list: 'a list',
  scalar: 'a bare value',
  'no-status': 'an object without statusCode',
  'bad-status': 'a statusCode that is no HTTP status',
  'bad-encoding-flag': 'an isBase64Encoded that is no boolean',
}

export const malformedShape = malformedCause({
  id: 'apigw502-malformed-shape',
  shapes: ['text', 'list', 'scalar', 'no-status', 'bad-status', 'bad-encoding-flag'],
  isGeneric: true,
  cause:
    'The function does not return the object with statusCode, headers and a body of text that a Lambda proxy integration needs.',
  known: 'confirmed',
  returned: ({ returned }) => {
    const what = words[returned?.shape ?? ''] ?? 'a malformed proxy response'
    return returned?.shape === 'no-status' && returned.fields.length > 0
      ? `${what} (its fields: ${returned.fields.join(', ')})`
      : what
  },
  fix: ({ function: fn }) => ({
    now: `Make every path through ${fn.id} return { statusCode: 200, headers: {…}, body: JSON.stringify(result) }.`,
    proper:
      'Type the handler as APIGatewayProxyHandler so that the compiler rejects any other return value, and deploy.',
    prevent: 'Test the handler on its return value, once for each route, before it is deployed.',
  }),
})
