import { timeoutCause } from './timeout-cause.ts'

export const lambdaTimeoutVpcePolicyOrDns = timeoutCause({
  id: 'lambda-timeout-vpce-policy-or-dns',
  known: 'memory',
  cause: 'The VPC endpoint of a service that the function calls cannot be reached or is not used.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-networking.html',
  fix: () => ({
    now: 'Turn on private DNS for the endpoint, and let port 443 in from the function’s security group.',
    proper: 'Let the construct do both: CDK vpc.addInterfaceEndpoint with open: true.',
    prevent: 'Call each endpoint once from the VPC after a network change.',
  }),
})
