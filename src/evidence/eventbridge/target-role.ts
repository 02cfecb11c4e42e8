import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import type { RuleToTarget } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { EvidenceMissing } from '../evidence.ts'
import { type PolicyStatement, statementsOf } from '../lambda/policy.ts'
import { defineProbe } from '../probe.ts'
import { ruleTargets } from './targets.ts'

/** The role that a rule sends to a target with. */
export interface TargetRole {
  /** Absent when the target has none. */
  readonly roleArn?: string
  readonly exists: boolean
  /** Who may take the role on. */
  readonly trust: readonly PolicyStatement[]
  /** What EventBridge calls at this target; absent where it is not known. */
  readonly action?: string
  readonly decision?: 'allowed' | 'implicitDeny' | 'explicitDeny'
}

/** What EventBridge calls at a target with its role, by service. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html */
const actionByService: Readonly<Record<string, string>> = {
  states: 'states:StartExecution',
  kinesis: 'kinesis:PutRecord',
  firehose: 'firehose:PutRecord',
  ecs: 'ecs:RunTask',
  batch: 'batch:SubmitJob',
  codebuild: 'codebuild:StartBuild',
  codepipeline: 'codepipeline:StartPipelineExecution',
  redshift: 'redshift-data:ExecuteStatement',
  'redshift-serverless': 'redshift-data:ExecuteStatement',
  'execute-api': 'execute-api:Invoke',
  appsync: 'appsync:GraphQL',
  sagemaker: 'sagemaker:StartPipelineExecution',
  inspector: 'inspector:StartAssessmentRun',
}

/** The call behind a target; for `events` it is a bus or an API destination. */
export function targetAction(arn: string): string | undefined {
  const [, , service = '', , , resource = ''] = arn.split(':')
  if (service === 'events')
    return resource.startsWith('api-destination/') ? 'events:InvokeApiDestination' : 'events:PutEvents'
  return actionByService[service]
}

/** Reads the role of a target: whether it is there, whom it trusts, and what it may do. */
export const targetRole = defineProbe<TargetRole, RuleToTarget>({
  id: 'eventbridge.target-role',
  actions: ['iam:GetRole', 'iam:SimulatePrincipalPolicy'],
  uses: [ruleTargets],
  key: (target) => target.arn,
  resource: (target) => `arn:${target.partition}:iam::${target.account}:role/*`,
  async fetch({ rule, targetArn }, at) {
    const targets = await at.read(ruleTargets, rule)
    const roleArn = targets.find((each) => each.arn === targetArn)?.roleArn
    const action = targetAction(targetArn)
    const shared = { trust: [], ...(action !== undefined && { action }) }
    if (roleArn === undefined) return { ...shared, exists: false }
    const iam = at.aws.client(IAMClient)
    try {
      const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: roleArn.split('/').at(-1) ?? '' }))
      const document = role?.AssumeRolePolicyDocument
      if (document === undefined)
        throw new EvidenceMissing({ status: 'failed', error: 'IAM answered without the role’s trust policy.' })
      const trust = statementsOf(document.startsWith('{') ? document : decodeURIComponent(document))
      // Without trust what the role may do is beside the point.
      const isTrusting = trust.some(({ principals }) => principals.some((each) => /^(events\.|\*$)/.test(each)))
      if (action === undefined || !isTrusting) return { ...shared, roleArn, exists: true, trust }
      const simulated = await iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: roleArn,
          ActionNames: [action],
          ResourceArns: [targetArn],
        }),
      )
      const decision = simulated.EvaluationResults?.[0]?.EvalDecision
      return {
        ...shared,
        roleArn,
        exists: true,
        trust,
        ...((decision === 'allowed' || decision === 'explicitDeny' || decision === 'implicitDeny') && { decision }),
      }
    } catch (error) {
      if (error instanceof Error && /NoSuchEntity/.test(error.name)) return { ...shared, roleArn, exists: false }
      throw error
    }
  },
  cite: ({ rule, targetArn }) => ({
    source: `iam:SimulatePrincipalPolicy role of ${rule.id} for ${targetArn}`,
    account: rule.account,
    region: rule.region,
    link: consoleLink(rule, 'iam', '/roles'),
    cli: `aws iam simulate-principal-policy --policy-source-arn <role ARN> --action-names ${targetAction(targetArn) ?? '<action>'} --resource-arns ${shellWord(targetArn)} --query 'EvaluationResults[].[EvalActionName,EvalDecision]'`,
  }),
})
