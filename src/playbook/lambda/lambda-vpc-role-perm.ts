import { shellWord } from '../command.ts'
import { stateCause } from './state-cause.ts'

export const lambdaVpcRolePerm = stateCause({
  id: 'lambda-vpc-role-perm',
  cause: 'The function’s role may not make the network interface that its VPC attachment needs.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html',
  codes: /^InsufficientRolePermissions$/,
  words: /EC2AccessDenied/,
  means: (_code, { roleArn }) => `its role ${roleArn.split('/').at(-1)} may not create network interfaces`,
  fix: (target, seen) => ({
    now: 'Attach AWSLambdaVPCAccessExecutionRole to the function’s role.',
    proper: 'Let the template attach it wherever it sets a VPC.',
    prevent: 'Keep the policy in the permissions boundary of function roles.',
    ...(seen !== undefined && {
      cli: `aws iam attach-role-policy --role-name ${shellWord(seen.configuration.roleArn.split('/').at(-1) ?? '')} --policy-arn arn:${target.partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole`,
    }),
  }),
})
