import { coldCause } from './cold-cause.ts'

export const coldBurstScaleOut = coldCause({
  id: 'cold-burst-scale-out',
  cause: 'The load jumped, and every call beyond the ready environments starts a new one.',
  fix: (target) => ({
    now: `Set provisioned concurrency for the expected peak of ${target.id}; it is billed by the hour.`,
    proper:
      'Let Application Auto Scaling follow provisioned concurrency at about 70 % utilisation, or smooth the burst with a queue.',
    iac: 'CDK: alias.addAutoScaling({ maxCapacity }).scaleOnUtilization({ utilizationTarget: 0.7 }).',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
})
