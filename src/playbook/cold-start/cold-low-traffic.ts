import { coldCause } from './cold-cause.ts'

export const coldLowTraffic = coldCause({
  id: 'cold-low-traffic',
  cause: 'The function is called so rarely that Lambda takes its environments back between the calls.',
  fix: (target) => ({
    now: `Keep one environment ready with provisioned concurrency on an alias of ${target.id}, or call it every few minutes on a schedule.`,
    proper:
      'Use SnapStart where the runtime has it (Java, Python 3.12, .NET 8), or make the init short enough not to matter.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
  known: 'memory',
})
