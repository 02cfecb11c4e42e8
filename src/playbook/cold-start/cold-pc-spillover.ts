import { coldCause } from './cold-cause.ts'

export const coldPcSpillover = coldCause({
  id: 'cold-pc-spillover',
  cause: 'More calls come at a time than provisioned concurrency has environments.',
  fix: () => ({
    proper: 'Let Application Auto Scaling follow the utilisation (about 70 %).',
    prevent: 'Alarm on ProvisionedConcurrencySpilloverInvocations.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html',
})
