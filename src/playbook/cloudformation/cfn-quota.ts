import { stackFailureCause } from './stack-failure.ts'

export const cfnQuota = stackFailureCause({
  id: 'cfn-quota',
  known: 'confirmed',
  cause: 'The account has reached a service quota, or the template a limit of CloudFormation.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  clause: () => 'a quota is used up',
  fix: (_failure, stack) => ({
    now: 'Ask for a higher quota, or remove resources of this kind that nobody uses.',
    proper: 'Split the stack where the limit is one of the template (500 resources).',
    prevent: 'Alarm on the usage metrics in AWS/Usage before a quota is reached.',
    cli: `aws service-quotas list-service-quotas --service-code SERVICE --region ${stack.region}`,
  }),
})
