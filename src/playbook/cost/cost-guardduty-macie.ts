import { usageCause } from './usage-cause.ts'

export const costGuarddutyMacie = usageCause({
  id: 'cost-guardduty-macie',
  use: 'security scanning',
  cause:
    'GuardDuty, Macie, Inspector and Security Hub bill by what they look at: more logs, more objects, or a new protection plan.',
  fix: () => ({
    now: 'See the usage page of the service: which data source grew, or which plan was switched on.',
    proper: 'Scope Macie jobs to the buckets that need it; keep the protection plans you use.',
    prevent: 'Watch the free-trial end of new plans.',
  }),
  docs: 'https://docs.aws.amazon.com/guardduty/latest/ug/monitoring_costs.html',
  known: 'memory',
})
