import { coldCause } from './cold-cause.ts'

export const coldWeightedAliasPc = coldCause({
  id: 'cold-weighted-alias-pc',
  cause:
    'The alias splits its calls between versions, and provisioned concurrency is split with them, so one of them has too little.',
  fix: () => ({
    proper: 'Provision more for the time of a weighted deployment, or shift in larger steps.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html',
})
