import type { EvaluationResult, SimulatePolicyResponse, SimulatePrincipalPolicyCommandInput } from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import { readPolicy } from '../policy/document.ts'
import { type Decision, evaluate } from '../policy/evaluate.ts'
import { namedPolicy, rolePolicies } from '../principals.ts'
import { AwsError } from '../wire/errors.ts'

/** Runs the simulator over a declared role's or user's identity policies, boundary and the world's service control policy. */
export function simulate(call: Call, input: SimulatePrincipalPolicyCommandInput): SimulatePolicyResponse {
  const name = input.PolicySourceArn?.split('/').at(-1)
  const isUser = input.PolicySourceArn?.includes(':user/') ?? false
  const place = call.placesOfAccount.find(({ roles, users }) =>
    (isUser ? users : roles).some((identity) => identity.name === name),
  )
  const identity =
    place === undefined ? undefined : (isUser ? place.users : place.roles).find((candidate) => candidate.name === name)
  if (place === undefined || identity === undefined)
    throw new AwsError('NoSuchEntityException', `The ${isUser ? 'user' : 'role'} with name ${name} cannot be found.`, {
      status: 404,
    })

  const groups = 'groups' in identity ? identity.groups : []
  const policies = [
    ...(rolePolicies(place, identity) ?? []),
    ...call.placesOfAccount.flatMap((each) =>
      each.groups.filter(({ name }) => groups.includes(name)).flatMap((group) => rolePolicies(each, group) ?? []),
    ),
    ...(input.PolicyInputList ?? []).map((text, index) => readPolicy(`PolicyInputList.${index + 1}`, text)),
  ]
  const boundary = identity.boundary === undefined ? undefined : [namedPolicy(place, identity.boundary)]
  const scps = call.world.scp === undefined ? undefined : [readPolicy('scp', call.world.scp)]
  const context = Object.fromEntries(
    (input.ContextEntries ?? []).map(({ ContextKeyName, ContextKeyValues }) => [
      ContextKeyName ?? '',
      ContextKeyValues ?? [],
    ]),
  )
  const decide = (action: string, resource: string): Decision =>
    evaluate(
      { action, resource, context, principalArn: input.PolicySourceArn ?? '', principalAccount: call.account },
      { identity: policies, ...(boundary === undefined ? {} : { boundary }), ...(scps === undefined ? {} : { scps }) },
    )

  const results = (input.ActionNames ?? []).flatMap((action) =>
    (input.ResourceArns ?? ['*']).map((resource): EvaluationResult => {
      const decision = decide(action, resource)
      return {
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: decision.outcome,
        MatchedStatements: decision.matched.map(({ policy }) => ({
          SourcePolicyId: policy.id,
          SourcePolicyType: (policy.arn === undefined ? 'role' : 'user-managed') as 'role',
        })),
        MissingContextValues: [...decision.missingContext],
        ...(scps === undefined
          ? {}
          : { OrganizationsDecisionDetail: { AllowedByOrganizations: decision.layer !== 'service control policy' } }),
        ...(boundary === undefined
          ? {}
          : {
              PermissionsBoundaryDecisionDetail: {
                AllowedByPermissionsBoundary:
                  evaluate({ action, resource, context }, { identity: boundary }).outcome === 'allowed',
              },
            }),
        EvalDecisionDetails: {},
        ResourceSpecificResults: [],
      }
    }),
  )
  return { EvaluationResults: results, IsTruncated: false }
}
