import { coldCause } from './cold-cause.ts'

export const coldPcNotHit = coldCause({
  id: 'cold-pc-not-hit',
  cause: 'Provisioned concurrency stands ready on one alias or version, and the calls go to another.',
  fix: () => ({
    prevent: 'Alarm when ProvisionedConcurrencyInvocations is zero while there are invocations.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html',
})
