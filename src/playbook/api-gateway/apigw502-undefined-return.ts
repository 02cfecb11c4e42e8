import { malformedCause } from './malformed.ts'

export const undefinedReturn = malformedCause({
  id: 'apigw502-undefined-return',
  shapes: ['null'],
  cause: 'A path through the handler ends without returning a response, so the function answers null.',
  known: 'memory',
  returned: () => 'nothing (null)',
  fix: ({ function: fn }) => ({
    now: `Find the branch of ${fn.id} that has no return: an async handler must return the response, not hand it to a callback, and await what it starts.`,
    proper: 'Return from every branch, catch blocks included; let the compiler check it (noImplicitReturns).',
    prevent: 'Test each branch of the handler on its return value.',
  }),
})
