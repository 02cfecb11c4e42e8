import { stackFailureCause } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnDeleteProtection = stackFailureCause({
  id: 'cfn-delete-protection',
  known: 'confirmed',
  cause: 'The stack or the resource is protected against deletion.',
  docs: 'https://repost.aws/knowledge-center/cloudformation-stack-delete-failed',
  clause: () => 'it is protected against deletion',
  fix: (failure, stack) => ({
    now: `If it is really to go, turn the protection of ${failure.logicalId === '' ? stack.name : failure.logicalId} off and delete again.`,
    prevent: 'Keep the protection on in production; it did its work.',
    cli: `aws cloudformation update-termination-protection --no-enable-termination-protection ${stackOption(stack)}`,
  }),
})
