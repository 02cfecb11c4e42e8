import { denialCause } from './denial-cause.ts'

export const iamVpcePolicy = denialCause({
  id: 'iam-vpce-policy',
  known: 'confirmed',
  cause: 'The policy of the VPC endpoint that the call goes through does not allow it.',
  docs: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  fix: { now: 'Add the action to the endpoint’s policy.' },
})
