import { coldCause } from './cold-cause.ts'

export const coldVpcFirstEni = coldCause({
  id: 'cold-vpc-first-eni',
  cause: 'Lambda has to create or restore the function’s network interface before it can run.',
  fix: (target) => ({
    now: `Call ${target.id} and wait until its state is Active.`,
    proper:
      'Let functions share subnets and security groups, so that they share network interfaces; call rarely used ones once a week.',
    cli: `aws lambda get-function-configuration --function-name ${target.id} --query State --region ${target.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
})
