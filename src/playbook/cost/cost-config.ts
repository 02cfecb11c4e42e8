import { usageCause } from './usage-cause.ts'

export const costConfig = usageCause({
  id: 'cost-config',
  use: 'AWS Config recordings and rules',
  cause:
    'Each recorded change of a resource and each rule evaluation is billed: short-lived resources and chatty types add up.',
  fix: () => ({
    now: 'See which type changes most in the Config dashboard, and exclude it or record it daily.',
    proper:
      'Record daily what need not be followed by the minute; exclude types that auto scaling creates and deletes.',
    prevent: 'Record global types in one region only.',
  }),
  docs: 'https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html',
  known: 'memory',
})
