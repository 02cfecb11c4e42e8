import { shellWord } from '../command.ts'
import { stackFailureCause } from './stack-failure.ts'

export const cfnDeleteConflictIam = stackFailureCause({
  id: 'cfn-delete-conflict-iam',
  known: 'confirmed',
  cause: 'An IAM resource has policies or profiles attached that the stack does not know of.',
  docs: 'https://repost.aws/knowledge-center/cloudformation-stack-delete-failed',
  clause: () => 'policies were attached to it outside the stack',
  fix: (failure) => ({
    now: `Detach what was added by hand to ${failure.physicalId}, then try again.`,
    proper: 'Attach policies in the template only.',
    cli: `aws iam list-attached-role-policies --role-name ${shellWord(failure.physicalId)}
aws iam list-role-policies --role-name ${shellWord(failure.physicalId)}`,
  }),
})
