import { stackFailureCause } from './stack-failure.ts'

export const cfnQuota = stackFailureCause({
  id: 'cfn-quota',
  known: 'confirmed',
  cause: 'The account has reached a service quota, or the template a limit of CloudFormation.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  clause: () => 'a quota is used up',
  fix: (failure, stack) => ({
    now: 'Ask for a higher quota, or remove resources of this kind that nobody uses.',
    proper: 'Split the stack where the limit is one of the template (500 resources).',
    prevent: 'Alarm on the usage metrics in AWS/Usage before a quota is reached.',
    ...(serviceOf(failure.type) !== undefined && {
      cli: `aws service-quotas list-service-quotas --service-code ${serviceOf(failure.type)} --region ${stack.region}`,
    }),
  }),
})

/** Where Service Quotas calls a service otherwise than CloudFormation does. */
const serviceCodes: Readonly<Record<string, string>> = {
  ApiGatewayV2: 'apigateway',
  ElasticLoadBalancingV2: 'elasticloadbalancing',
  KinesisFirehose: 'firehose',
  StepFunctions: 'states',
}
const vpcTypes =
  /^AWS::EC2::(VPC|Subnet|InternetGateway|NatGateway|RouteTable|SecurityGroup|NetworkAcl|NetworkInterface)/

/** `kinesis` from `AWS::Kinesis::Stream`; undefined for what is no AWS resource or a limit of the template itself. */
function serviceOf(type: string): string | undefined {
  if (vpcTypes.test(type)) return 'vpc'
  const name = /^AWS::(\w+)::/.exec(type)?.[1]
  return name === undefined || name === 'CloudFormation' ? undefined : (serviceCodes[name] ?? name.toLowerCase())
}
