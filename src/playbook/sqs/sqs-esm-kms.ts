import { domainOf } from '../../aws/partition.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { from, optional } from '../../evidence/probe.ts'
import { consumerAccess } from '../../evidence/sqs/consumer-access.ts'
import { queueKey } from '../../evidence/sqs/queue-key.ts'
import { askPolicy } from '../../evidence/sqs/resource-policy.ts'
import { defineCause } from '../cause.ts'
import { reviveKey } from '../revive-key.ts'
import { addToKeyPolicy, grantTo } from '../statement.ts'
import { backlogFacts } from './backlog-facts.ts'
import { consumptionNeeds, consumptionOf, queueOf } from './consumption.ts'
import { count } from './words.ts'

export const sqsEsmKms = defineCause({
  id: 'sqs-esm-kms',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'The function’s role may not decrypt with the queue’s KMS key, or the key is off.',
  fix: ({ queue }) => ({
    proper: `Allow kms:Decrypt for the role in both places that count: its own policy and the policy of the key of ${queue.name}.`,
    prevent: 'Grant the key to consumers where the queue is made; never disable a key that a queue still names.',
    iac: 'CDK: `key.grantDecrypt(fn)`; Terraform and SAM: a statement with `kms:Decrypt` on the key’s ARN.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html',
  known: 'memory',
  needs: { ...consumptionNeeds, key: optional(from(queueKey, queueOf)), access: optional(consumerAccess) },
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const { kmsKeyId } = evidence.attributes
    if (kmsKeyId === undefined) return { clear: `${queue.name} is not encrypted with a KMS key.` }
    const seen = consumptionOf(evidence, at)
    if ((seen.receivedLately ?? 0) > 0)
      return { clear: `Messages of ${queue.name} are received, so they can be decrypted.` }
    if (seen.backlog.waiting === 0) return { clear: `No message waits in ${queue.name}.` }
    const key = valueIfRead(evidence.key)
    const access = valueIfRead(evidence.access)
    const said = [seen.mapping?.lastProcessingResult, seen.mapping?.stateReason].find(
      (text) => text !== undefined && /kms/i.test(text),
    )
    const isOff =
      key !== undefined &&
      key !== null &&
      key.state !== 'Enabled' &&
      key.state !== 'Creating' &&
      key.state !== 'Updating'
    const simulated = access?.decisions.find(({ action }) => action === 'kms:Decrypt')?.decision
    const ask = (principals: readonly string[]): string =>
      askPolicy(key?.policy ?? [], {
        principals,
        action: 'kms:Decrypt',
        resource: key?.arn ?? '',
        context: {
          'kms:calleraccount': fn.account,
          'kms:viaservice': `sqs.${queue.region}.${domainOf(queue.partition)}`,
        },
      }).state
    const direct = access === undefined || key?.policy === undefined ? undefined : ask([access.roleArn])
    const throughAccount =
      key?.policy === undefined ? undefined : ask([fn.account, `arn:${fn.partition}:iam::${fn.account}:root`])
    const grants = (roleArn: string, keyArn: string, account: string | undefined): string =>
      [
        grantTo('role', roleArn.split('/').at(-1) ?? '', { Effect: 'Allow', Action: 'kms:Decrypt', Resource: keyArn }),
        // A policy that leaves the decision to the account needs no word of the role.
        ...(account === 'missing'
          ? [
              addToKeyPolicy(keyArn, queue.region, {
                Effect: 'Allow',
                Principal: { AWS: roleArn },
                Action: 'kms:Decrypt',
                Resource: '*',
              }),
            ]
          : []),
      ].join('\n')
    const isRefused =
      simulated === 'explicitDeny' ||
      direct === 'denied' ||
      (direct === 'missing' &&
        (throughAccount === 'missing' || (throughAccount === 'allowed' && simulated === 'implicitDeny')))
    if (said === undefined && seen.mapping?.state !== 'Enabled')
      return { clear: `The mapping to ${fn.name} is ${seen.mapping?.state ?? 'gone'}: Lambda does not even try.` }
    if (!isOff && !isRefused && said === undefined) return 'clear'
    const revived = reviveKey(key?.arn ?? kmsKeyId, key?.state, queue.region)
    const why = isOff
      ? `the key ${kmsKeyId} is ${key?.state}`
      : `the role of ${fn.name} may not use kms:Decrypt on the key ${kmsKeyId}`
    return {
      strength: 'likely',
      standsAlone: true,
      summary: `Lambda cannot read ${queue.name}: ${why}, and ${count(seen.backlog.waiting, 'message')} wait.`,
      facts: [
        at.fact('attributes', 'Key of the queue', kmsKeyId),
        ...(key === undefined || key === null ? [] : [at.fact('key', 'State of the key', key.state)]),
        ...(simulated === undefined ? [] : [at.fact('access', 'kms:Decrypt simulated for the role', simulated)]),
        ...(direct === undefined
          ? []
          : [at.fact('key', 'The key’s policy on the role', direct === 'missing' ? 'does not name it' : direct)]),
        ...(said === undefined ? [] : [at.fact('mappings', 'Result the mapping reports', said)]),
        ...backlogFacts(at, seen),
      ],
      fix: isOff
        ? {
            now: `Enable the key ${kmsKeyId} again.`,
            ...(revived !== undefined && { cli: revived }),
          }
        : {
            now: `Allow kms:Decrypt on ${key?.arn ?? kmsKeyId} for the role of ${fn.name}.`,
            ...(access !== undefined && key != null && { cli: grants(access.roleArn, key.arn, throughAccount) }),
          },
    }
  },
})
