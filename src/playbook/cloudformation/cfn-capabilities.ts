import { choose } from '../command.ts'
import { stackFailureCause } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnCapabilities = stackFailureCause({
  id: 'cfn-capabilities',
  known: 'memory',
  cause: 'The template makes IAM resources or uses macros, and the deployment did not acknowledge that.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  clause: () => 'it was not told that it may make IAM resources or run macros',
  fix: (failure, stack) => ({
    now: 'Deploy again with the capabilities it names.',
    cli: choose(
      `aws cloudformation describe-stacks ${stackOption(stack)} --query 'Stacks[].[StackStatus,Capabilities]'`,
      { TEMPLATE: 'the file of the template that was refused' },
      ({ TEMPLATE }) =>
        `aws cloudformation deploy ${stackOption(stack)} --template-file ${TEMPLATE} --capabilities ${namedIn(failure.reason)}`,
    ),
    iac: 'For a nested stack set `Capabilities` where the parent is deployed.',
  }),
})

function namedIn(reason: string): string {
  const named = [...new Set(reason.match(/CAPABILITY_\w+/g) ?? [])]
  return named.length > 0 ? named.join(' ') : 'CAPABILITY_IAM CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND'
}
