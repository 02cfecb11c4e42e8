import type { Advice } from '../cause.ts'

export const iamAdvice: readonly Advice[] = [
  {
    id: 'iam-region-scp',
    symptoms: ['denied'],
    cause: 'A service control policy may refuse every call outside certain regions (aws:RequestedRegion).',
    advice: 'Compare with the same call in a region the organization uses, and ask whoever manages the organization.',
    why: 'The text of a service control policy can be read in the management account only, and the simulator leaves its global conditions out.',
    docs: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
  },
]
