import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { lambdaFunction } from '../../targets/make-target.ts'
import { type LambdaFunction, placeOf, type Stack } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { stackKey, stackLink } from './stack.ts'

/** A function that the stack made, by its name in the template. */
export interface StackFunction {
  readonly logicalId: string
  readonly function: LambdaFunction
}

/** The functions among a stack's resources, those it has removed again included. */
export const stackFunctions = defineProbe<readonly StackFunction[], Stack>({
  id: 'cloudformation.stack-functions',
  actions: ['cloudformation:DescribeStackResources'],
  key: stackKey,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    const answer = await aws
      .client(CloudFormationClient, target.region)
      .send(new DescribeStackResourcesCommand({ StackName: target.id }))
    return (answer.StackResources ?? []).flatMap((each) =>
      each.ResourceType === 'AWS::Lambda::Function' && each.PhysicalResourceId !== undefined
        ? [
            {
              logicalId: each.LogicalResourceId ?? '',
              function: lambdaFunction(placeOf(target), each.PhysicalResourceId),
            },
          ]
        : [],
    )
  },
  cite: (target) => ({
    source: `cloudformation:DescribeStackResources StackName=${target.name}`,
    account: target.account,
    region: target.region,
    link: stackLink(target, 'resources'),
    cli: `aws cloudformation describe-stack-resources --stack-name ${shellWord(target.id)} --region ${target.region}`,
  }),
})
