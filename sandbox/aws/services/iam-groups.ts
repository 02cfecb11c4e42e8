import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { Group } from '../world/iam.ts'
import { policyText } from '../world/scalars.ts'

type Iam = typeof import('@aws-sdk/client-iam')

/** What IAM says of groups: their policies count for each of their users. */
export const iamGroups: Handlers<Iam> = {
  ListGroupPolicies: (call, input) => ({
    PolicyNames: Object.keys(findGroup(call, input.GroupName).inline),
    IsTruncated: false,
  }),

  GetGroupPolicy(call, input) {
    const document = findGroup(call, input.GroupName).inline[input.PolicyName ?? '']
    if (document === undefined) throw notFound(`The group policy with name ${input.PolicyName} cannot be found.`)
    return {
      GroupName: input.GroupName,
      PolicyName: input.PolicyName,
      PolicyDocument: encodeURIComponent(policyText(document)),
    }
  },

  ListAttachedGroupPolicies: (call, input) => ({
    AttachedPolicies: findGroup(call, input.GroupName).attached.map((named) => ({
      PolicyName: named.split('/').at(-1),
      PolicyArn: named.startsWith('arn:') ? named : `arn:aws:iam::${call.account}:policy/${named}`,
    })),
    IsTruncated: false,
  }),
}

function findGroup({ placesOfAccount }: Call, name: string | undefined): Group {
  const group = placesOfAccount.flatMap(({ groups }) => groups).find((candidate) => candidate.name === name)
  if (group === undefined) throw notFound(`The group with name ${name} cannot be found.`)
  return group
}

function notFound(message: string): AwsError {
  return new AwsError('NoSuchEntityException', message, { status: 404 })
}
