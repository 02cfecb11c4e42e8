import { configOnlyCause } from './config-only-cause.ts'

export const sechubDisabledGuardduty = configOnlyCause({
  id: 'sechub-disabled-guardduty',
  grade: 'Medium',
  cause: 'GuardDuty or Security Hub is not switched on in this region.',
  fix: (target) => ({
    now: 'Switch it on, in every region.',
    cli: `aws guardduty create-detector --enable --region ${target.region}`,
    prevent: 'Switch it on for the organization.',
  }),
  docs: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html',
  known: 'confirmed',
  notRead: 'Whether GuardDuty and Security Hub are on is not read here',
})
