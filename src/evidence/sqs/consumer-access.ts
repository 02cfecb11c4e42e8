import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import type { QueueToFunction } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { functionConfiguration } from '../lambda/configuration.ts'
import { defineProbe } from '../probe.ts'
import { queueAttributes } from './attributes.ts'
import { keyArn } from './queue-key.ts'

/** What Lambda's poller needs of the queue with the function's role. */
export const pollerActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'] as const

/** What the role's own policies, its boundary and the organisation say to the poller's calls; resource and key policies are not in it. */
export interface ConsumerAccess {
  readonly roleArn: string
  readonly decisions: readonly {
    readonly action: string
    readonly decision: 'allowed' | 'implicitDeny' | 'explicitDeny'
    /** A service control policy or a permissions boundary is what refuses. */
    readonly isLimited: boolean
  }[]
}

/** Simulates the poller's calls for the consumer's role. */
export const consumerAccess = defineProbe<ConsumerAccess, QueueToFunction>({
  id: 'sqs.consumer-access',
  actions: ['iam:SimulatePrincipalPolicy'],
  uses: [functionConfiguration, queueAttributes],
  key: (target) => target.arn,
  resource: (target) => `arn:${target.partition}:iam::${target.account}:role/*`,
  async fetch({ queue, function: fn }, at) {
    const [configuration, attributes] = await Promise.all([
      at.read(functionConfiguration, fn),
      at.read(queueAttributes, queue),
    ])
    const key = keyArn(attributes.kmsKeyId, queue)
    const simulate = async (actions: readonly string[], resource: string): Promise<ConsumerAccess['decisions']> => {
      const response = await at.aws.client(IAMClient).send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: configuration.roleArn,
          ActionNames: [...actions],
          ResourceArns: [resource],
        }),
      )
      return (response.EvaluationResults ?? []).map((each) => ({
        action: each.EvalActionName ?? '',
        decision:
          each.EvalDecision === 'allowed'
            ? 'allowed'
            : each.EvalDecision === 'explicitDeny'
              ? 'explicitDeny'
              : 'implicitDeny',
        isLimited:
          each.OrganizationsDecisionDetail?.AllowedByOrganizations === false ||
          each.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false,
      }))
    }
    const [onQueue, onKey] = await Promise.all([
      simulate(pollerActions, queue.arn),
      key === undefined ? [] : simulate(['kms:Decrypt'], key),
    ])
    return { roleArn: configuration.roleArn, decisions: [...onQueue, ...onKey] }
  },
  cite: ({ function: fn, queue }) => ({
    source: `iam:SimulatePrincipalPolicy role of ${fn.name} on ${queue.arn}`,
    account: fn.account,
    region: fn.region,
    link: consoleLink(fn, 'lambda', `/functions/${fn.id}?tab=permissions`),
    cli: `aws iam simulate-principal-policy --policy-source-arn "$(aws lambda get-function-configuration --function-name ${shellWord(fn.id)} --query Role --output text --region ${fn.region})" --action-names ${pollerActions.join(' ')} --resource-arns ${shellWord(queue.arn)} --query 'EvaluationResults[].[EvalActionName,EvalDecision]'`,
  }),
})
