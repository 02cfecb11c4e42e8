import { timeoutCause } from './timeout-cause.ts'

export const lambdaTimeoutNatExhaustion = timeoutCause({
  id: 'lambda-timeout-nat-exhaustion',
  known: 'memory',
  cause: 'The NAT gateway has no free port for more connections to the same address, so some calls hang.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-networking.html',
  fix: () => ({
    now: 'Add addresses to the NAT gateway, each of which brings 55,000 more connections to one destination; partners that let in single addresses must know the new one first.',
    proper: 'Keep connections open and reuse them; send AWS traffic through VPC endpoints.',
    prevent: 'Alarm on ErrorPortAllocation above zero.',
  }),
})
