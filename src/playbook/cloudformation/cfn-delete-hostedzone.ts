import { stackFailureCause } from './stack-failure.ts'

export const cfnDeleteHostedzone = stackFailureCause({
  id: 'cfn-delete-hostedzone',
  known: 'confirmed',
  cause: 'A hosted zone holds records that the stack did not make.',
  docs: 'https://repost.aws/knowledge-center/cloudformation-stack-delete-failed',
  clause: () => 'the hosted zone still holds records',
  fix: (failure) => ({
    now: `Delete the records in ${failure.physicalId} other than NS and SOA, then try again.`,
    cli: `aws route53 list-resource-record-sets --hosted-zone-id ${failure.physicalId}`,
  }),
})
