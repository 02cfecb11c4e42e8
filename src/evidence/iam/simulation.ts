import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import type { Denial } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { citePrincipal, iamPrincipal } from './principal.ts'

/** What IAM's simulator says of one resource. */
export interface SimulatedDecision {
  readonly resource: string
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny'
  readonly matched: readonly { readonly id: string; readonly type: string }[]
  /** Keys without which conditions could not be told; a refusal with any is no verdict. */
  readonly missing: readonly string[]
  readonly allowedByOrganizations?: boolean
  readonly allowedByBoundary?: boolean
}

/**
 * What the simulator says of the asked action: identity policies, boundary and service control policies without global conditions.
 * It knows no resource policies of roles, no resource control, endpoint or session policies, no key grants and no other account.
 * Null when there is nothing it could be asked.
 */
export const simulation = defineProbe<readonly SimulatedDecision[] | null, Denial>({
  id: 'iam.simulation',
  actions: ['iam:SimulatePrincipalPolicy'],
  uses: [iamPrincipal],
  key: (target) => target.id,
  resource: (target) => target.principal ?? '*',
  async fetch(target, at) {
    const { action } = target
    if (action === undefined || !/^[\w-]+:\w+$/.test(action) || action.toLowerCase() === 'sts:assumerole') return null
    const principal = await at.read(iamPrincipal, target)
    if (principal.state !== 'found') return null
    const asked = resourceOf(target)
    const answer = await at.aws.client(IAMClient).send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: principal.arn,
        ActionNames: [action],
        ResourceArns: asked === '*' ? ['*'] : [asked, '*'],
      }),
    )
    return (answer.EvaluationResults ?? []).map((each) => ({
      resource: each.EvalResourceName ?? '*',
      decision:
        each.EvalDecision === 'allowed'
          ? 'allowed'
          : each.EvalDecision === 'explicitDeny'
            ? 'explicitDeny'
            : 'implicitDeny',
      matched: (each.MatchedStatements ?? []).map((statement) => ({
        id: statement.SourcePolicyId ?? '',
        type: statement.SourcePolicyType ?? '',
      })),
      missing: each.MissingContextValues ?? [],
      ...(each.OrganizationsDecisionDetail?.AllowedByOrganizations !== undefined && {
        allowedByOrganizations: each.OrganizationsDecisionDetail.AllowedByOrganizations,
      }),
      ...(each.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary !== undefined && {
        allowedByBoundary: each.PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary,
      }),
    }))
  },
  cite: (target) => ({
    ...citePrincipal(target, target.principal),
    source: `iam:SimulatePrincipalPolicy ${target.action ?? ''} ${resourceOf(target)}`,
    cli: `aws iam simulate-principal-policy --policy-source-arn ${shellWord(target.principal ?? '')} --action-names ${target.action ?? ''} --resource-arns ${shellWord(resourceOf(target))}`,
  }),
})

/** The simulator takes ARNs and `*` only. */
function resourceOf(target: Denial): string {
  return target.resource?.startsWith('arn:') === true ? target.resource : '*'
}
