import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import type { AwsReader } from '../../aws/reader.ts'
import type { IamAction } from '../probe.ts'

/** What IAM’s simulator says of an action; `unknown` where a condition hides it. */
export type Simulated = 'allowed' | 'denied' | 'unknown'

/**
 * Whether the policies of a role or user allow actions on any resource. Knows no resource policies and no session policies. Throws what
 * IAM answered, also for the root user, which cannot be simulated.
 */
export async function simulateActions(
  aws: AwsReader,
  principal: string,
  actions: readonly IamAction[],
): Promise<Map<IamAction, Simulated>> {
  const iam = aws.client(IAMClient)
  const simulated = new Map<IamAction, Simulated>()
  const { EvaluationResults: results = [] } = await iam.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: await identityOf(principal, iam),
      ActionNames: [...actions],
      MaxItems: 1000,
    }),
  )
  for (const { EvalActionName: name, EvalDecision: decision, MissingContextValues: missing = [] } of results) {
    const action = actions.find((each) => each.toLowerCase() === name?.toLowerCase())
    if (action === undefined) continue
    simulated.set(action, decision === 'allowed' ? 'allowed' : missing.length > 0 ? 'unknown' : 'denied')
  }
  return simulated
}

/** A session is simulated as its role, whose path its own name leaves out. */
async function identityOf(principal: string, iam: IAMClient): Promise<string> {
  const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(principal) ?? []
  if (RoleName === undefined) return principal
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }))
  return role?.Arn ?? principal
}
