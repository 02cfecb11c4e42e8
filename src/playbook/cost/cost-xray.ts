import { usageCause } from './usage-cause.ts'

export const costXray = usageCause({
  id: 'cost-xray',
  use: 'X-Ray traces',
  cause: 'More traces are recorded than before: a sampling rule was raised, or traffic grew under a high rate.',
  fix: () => ({
    now: 'Lower the fixed rate of the sampling rules: `aws xray get-sampling-rules`.',
    proper: 'One trace a second and a few per cent beyond it is enough for most services.',
    prevent: 'Keep sampling rules in the template.',
  }),
  docs: 'https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html',
  known: 'memory',
})
