import { usageCause } from './usage-cause.ts'

export const costStepFunctions = usageCause({
  id: 'cost-step-functions',
  use: 'state transitions of Step Functions',
  cause: 'Standard workflows bill every transition: retries, polling loops and maps add up.',
  fix: () => ({
    now: 'Stop executions that loop: `aws stepfunctions list-executions --status-filter RUNNING`.',
    proper: 'Short, frequent workflows belong in Express; wait for a callback instead of polling in a loop.',
    prevent: 'An alarm on ExecutionsStarted, and a bound on every retry.',
  }),
  docs: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-standard-vs-express.html',
  known: 'memory',
  fixFor: ({ name }) => ({ now: `Look at ${name}: it is started far more often since the rise.` }),
})
