import { coldCause } from './cold-cause.ts'

export const coldPcAllocationFailed = coldCause({
  id: 'cold-pc-allocation-failed',
  cause: 'Lambda could not make the provisioned environments ready.',
  fix: () => ({
    prevent: 'Alarm on the status of provisioned concurrency after each deployment.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html',
})
