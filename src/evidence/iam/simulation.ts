import {
  type EvaluationResult,
  IAMClient,
  type ResourceSpecificResult,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam'
import { unknownSuffix } from '../../targets/denied-resource.ts'
import type { Denial } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { citePrincipal, foundOrUnread, iamPrincipal, principalName } from './principal.ts'

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
    if (target.resource?.endsWith(unknownSuffix) === true) return null
    const principal = await foundOrUnread(at, target)
    if (principal !== undefined && principal.state !== 'found') return null
    const source = principal?.arn ?? target.principal
    if (principalName(source) === undefined) return null
    const asked = resourceOf(target)
    const answer = await at.aws.client(IAMClient).send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: source,
        ActionNames: [action],
        ResourceArns: asked === '*' ? ['*'] : [asked, '*'],
      }),
    )
    return (answer.EvaluationResults ?? []).flatMap(decisionsOf)
  },
  cite: (target) => ({
    ...citePrincipal(target, target.principal),
    source: `iam:SimulatePrincipalPolicy ${target.action ?? ''} ${resourceOf(target)}`,
    cli: `aws iam simulate-principal-policy --policy-source-arn ${shellWord(target.principal ?? '')} --action-names ${target.action ?? ''} --resource-arns ${shellWord(resourceOf(target))}`,
  }),
})

/** One answer may hold the decisions of several resources. */
function decisionsOf(each: EvaluationResult): SimulatedDecision[] {
  const organizations = each.OrganizationsDecisionDetail?.AllowedByOrganizations
  const boundary = each.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary
  const whole = {
    ...(organizations !== undefined && { allowedByOrganizations: organizations }),
    ...(boundary !== undefined && { allowedByBoundary: boundary }),
  }
  const own = decisionOf(each.EvalResourceName, each.EvalDecision, each)
  const others = (each.ResourceSpecificResults ?? [])
    .filter((result) => result.EvalResourceName !== each.EvalResourceName)
    .map((result) => decisionOf(result.EvalResourceName, result.EvalResourceDecision, result))
  return [own, ...others].flatMap((decision) => (decision === undefined ? [] : { ...decision, ...whole }))
}

/** A result without a decision decides nothing. */
function decisionOf(
  resource: string | undefined,
  decision: string | undefined,
  { MatchedStatements: matched = [], MissingContextValues: missing = [] }: ResourceSpecificResult | EvaluationResult,
): SimulatedDecision | undefined {
  if (decision !== 'allowed' && decision !== 'explicitDeny' && decision !== 'implicitDeny') return undefined
  return {
    resource: resource ?? '*',
    decision,
    matched: matched.map(({ SourcePolicyId: id = '', SourcePolicyType: type = '' }) => ({ id, type })),
    missing,
  }
}

/** The simulator takes ARNs and `*` only. */
function resourceOf(target: Denial): string {
  return target.resource?.startsWith('arn:') === true ? target.resource : '*'
}
