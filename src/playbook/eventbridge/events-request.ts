import type { QueueKey } from '../../evidence/sqs/queue-key.ts'
import { askPolicy, type PolicyRequest } from '../../evidence/sqs/resource-policy.ts'
import type { EventRule } from '../../targets/target.ts'

/** How EventBridge asks a resource's policy on behalf of a rule. */
export function eventsRequest(rule: EventRule, action: string, resource: string): PolicyRequest {
  return {
    principals: ['events.amazonaws.com'],
    action,
    resource,
    context: {
      'aws:sourcearn': rule.arn,
      'aws:sourceaccount': rule.account,
      'aws:securetransport': 'true',
      'aws:principalservicename': 'events.amazonaws.com',
      'aws:principalisawsservice': 'true',
    },
  }
}

/** Why EventBridge can not write to a queue encrypted with this key; undefined when it can, or nothing is known. */
export function keyProblem(key: QueueKey | undefined, rule: EventRule): string | undefined {
  if (key === undefined) return undefined
  if (key.isAwsManaged) return 'it is encrypted with the AWS managed key, which EventBridge can not use'
  if (key.state !== 'Enabled') return `its key is ${key.state}`
  if (key.policy === undefined) return undefined
  const lacking = ['kms:GenerateDataKey', 'kms:Decrypt'].filter((action) => {
    const { state } = askPolicy(key.policy ?? [], eventsRequest(rule, action, key.arn))
    return state === 'missing' || state === 'denied'
  })
  return lacking.length === 0 ? undefined : `its key does not let events.amazonaws.com use ${lacking.join(' and ')}`
}
