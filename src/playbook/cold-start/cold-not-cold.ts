import { coldCause } from './cold-cause.ts'

export const coldNotCold = coldCause({
  id: 'cold-not-cold',
  cause: 'The time goes into the handler and what it calls, not into starting.',
  fix: (target) => ({
    now: `Ask why-timeout ${target.id}, which looks at what the handler waits for.`,
    proper: 'Trace what the handler calls (X-Ray) and set timeouts on it.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html',
  known: 'memory',
})
