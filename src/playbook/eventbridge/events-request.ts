import type { EncryptionKey } from '../../evidence/kms/encryption-key.ts'
import { askPolicy, type PolicyRequest } from '../../evidence/sqs/resource-policy.ts'
import type { EventRule, Queue, RuleToTarget } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { reviveKey } from '../revive-key.ts'
import { addToKeyPolicy, type Statement } from '../statement.ts'
import { letEvents } from './rewrite.ts'

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

/** How EventBridge asks a topic's policy: of SNS's own default, which lets in whoever belongs to the account, it is none. */
export function topicRequest(rule: EventRule, topicArn: string): PolicyRequest {
  const request = eventsRequest(rule, 'sns:Publish', topicArn)
  return { ...request, context: { ...request.context, 'aws:sourceowner': 'no account' } }
}

/** Why EventBridge cannot write to a queue or topic encrypted with this key; undefined when it can, or nothing is known. */
export function keyProblem(key: EncryptionKey | undefined, rule: EventRule): string | undefined {
  if (key === undefined) return undefined
  if (key.isAwsManaged) return 'it is encrypted with the AWS managed key, which EventBridge cannot use'
  if (key.state !== 'Enabled') return `its key is ${key.state}`
  if (key.policy === undefined) return undefined
  const lacking = ['kms:GenerateDataKey', 'kms:Decrypt'].filter((action) => {
    const { state } = askPolicy(key.policy ?? [], eventsRequest(rule, action, key.arn))
    return state === 'missing' || state === 'denied'
  })
  return lacking.length === 0 ? undefined : `its key does not let events.amazonaws.com use ${lacking.join(' and ')}`
}

/** What makes the key of a queue one that EventBridge can use. */
export function keyFix(key: EncryptionKey | undefined, rule: EventRule, queue: Queue): Fix {
  if (key === undefined) return {}
  if (key.isAwsManaged)
    return {
      now: `Encrypt ${queue.name} with SQS’s own key (SSE-SQS), which EventBridge can use; where a KMS key is required, with one of yours whose policy lets events.amazonaws.com in.`,
      cli: `aws sqs set-queue-attributes --queue-url ${queue.url} --attributes KmsMasterKeyId=,SqsManagedSseEnabled=true --region ${queue.region}`,
      iac: 'CloudFormation: `SqsManagedSseEnabled: true`; CDK: `encryption: QueueEncryption.SQS_MANAGED`; Terraform: `sqs_managed_sse_enabled = true`.',
    }
  return ownKeyFix(key, rule, queue.name, queue.region)
}

/** What makes the key of a topic one that EventBridge can use. */
export function topicKeyFix(
  key: EncryptionKey | undefined,
  rule: EventRule,
  { targetArn }: Pick<RuleToTarget, 'targetArn'>,
): Fix {
  if (key === undefined) return {}
  const name = targetArn.split(':').at(-1) ?? targetArn
  const region = targetArn.split(':')[3] || rule.region
  if (key.isAwsManaged)
    return {
      now: `Encrypt ${name} with a KMS key of yours whose policy lets events.amazonaws.com use kms:GenerateDataKey and kms:Decrypt; the AWS managed key can never be opened to EventBridge. These are the keys there are.`,
      cli: `aws kms list-aliases --query "Aliases[?!starts_with(AliasName, 'alias/aws/')].[AliasName,TargetKeyId]" --output table --region ${region}`,
      iac: 'CloudFormation: `KmsMasterKeyId: !Ref TopicKey`; CDK: `masterKey: new kms.Key(…)`; Terraform: `kms_master_key_id = aws_kms_key.topic.arn`.',
    }
  return ownKeyFix(key, rule, name, region)
}

function ownKeyFix(key: EncryptionKey, rule: EventRule, name: string, region: string): Fix {
  if (key.state !== 'Enabled') {
    const cli = reviveKey(key.arn, key.state, region)
    return { now: `Bring the key ${key.arn} of ${name} back: it is ${key.state}.`, ...(cli !== undefined && { cli }) }
  }
  const statement: Statement = {
    ...letEvents(rule, 'kms:GenerateDataKey', '*'),
    Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
  }
  return {
    now: `Let events.amazonaws.com use the key ${key.arn} of ${name} for ${rule.name}; in a key’s policy, Resource "*" means this key alone.`,
    cli: addToKeyPolicy(key.arn, region, statement),
    iac: JSON.stringify(statement),
  }
}
