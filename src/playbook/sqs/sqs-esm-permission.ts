import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { consumerAccess } from '../../evidence/sqs/consumer-access.ts'
import { askPolicy } from '../../evidence/sqs/resource-policy.ts'
import { defineCause } from '../cause.ts'
import { grantTo } from '../statement.ts'
import { backlogFacts } from './backlog-facts.ts'
import { consumptionNeeds, consumptionOf } from './consumption.ts'
import { count } from './words.ts'

const saysPermission = /permission|not authorized|access ?denied|cannot be assumed/i
const saysKey = /kms|decrypt/i

export const sqsEsmPermission = defineCause({
  id: 'sqs-esm-permission',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'The function’s role lacks what Lambda’s poller needs of the queue.',
  fix: ({ queue }) => ({
    proper: 'Give the role the poller’s three actions on this queue, no more.',
    prevent: 'Grant it where the mapping is made, so that both are deployed and removed together.',
    iac: `{"Effect":"Allow","Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],"Resource":"${queue.arn}"}`,
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html',
  known: 'confirmed',
  needs: { ...consumptionNeeds, access: optional(consumerAccess) },
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const seen = consumptionOf(evidence, at)
    const { mapping, backlog, receivedLately, deletedLately } = seen
    if ((deletedLately ?? 0) > 0)
      return { clear: `Messages of ${queue.name} are received and deleted, so the role may.` }
    if (backlog.waiting + evidence.attributes.notVisible === 0) return { clear: `No message waits in ${queue.name}.` }
    const said = [mapping?.lastProcessingResult, mapping?.stateReason].find(
      (text) => text !== undefined && saysPermission.test(text) && !saysKey.test(text),
    )
    const access = valueIfRead(evidence.access)
    const lacking = (access?.decisions ?? [])
      .filter(({ action, decision }) => action.startsWith('sqs:') && decision !== 'allowed')
      .filter(({ action, decision }) => decision === 'explicitDeny' || !isGrantedByQueue(action, access?.roleArn ?? ''))
      .map(({ action }) => action)
    const onlyDelete = lacking.length > 0 && lacking.every((action) => action === 'sqs:DeleteMessage')
    const fits = onlyDelete ? (receivedLately ?? 0) > 0 : (receivedLately ?? 0) === 0
    if (said === undefined && mapping?.state !== 'Enabled')
      return { clear: `The mapping to ${fn.name} is ${mapping?.state ?? 'gone'}: Lambda does not even try.` }
    if (said === undefined && lacking.length === 0) return 'clear'
    if (said === undefined && !fits)
      return {
        clear: `${queue.name} gave ${count(receivedLately ?? 0, 'message')} lately: receiving is not what fails.`,
      }
    const isProven = lacking.length > 0 && (said !== undefined || (receivedLately !== undefined && fits))
    const words = lacking.length > 0 ? lacking.join(', ') : 'what Lambda’s poller needs'
    return {
      strength: isProven ? 'proven' : 'likely',
      standsAlone: true,
      summary: `The role of ${fn.name} may not use ${words} on ${queue.name}, so its ${count(backlog.waiting, 'message')} are not worked on.`,
      facts: [
        at.fact('mappings', 'Result the mapping reports', said ?? mapping?.lastProcessingResult ?? 'none'),
        ...(lacking.length === 0
          ? []
          : [at.fact('access', `Simulated for ${access?.roleArn ?? ''}`, `refused: ${lacking.join(', ')}`)]),
        ...backlogFacts(at, seen),
      ],
      fix: {
        now: `Allow ${words} on ${queue.arn} in the role ${access?.roleArn.split('/').at(-1) ?? `of ${fn.name}`}; polling starts again by itself.`,
        ...(access !== undefined && {
          cli: grantTo('role', access.roleArn.split('/').at(-1) ?? '', {
            Effect: 'Allow',
            Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
            Resource: queue.arn,
          }),
        }),
      },
    }

    function isGrantedByQueue(action: string, roleArn: string): boolean {
      if (queue.account !== fn.account) return false
      const request = { principals: [roleArn], action, resource: queue.arn, context: { 'aws:securetransport': 'true' } }
      return askPolicy(evidence.attributes.policy ?? [], request).state === 'allowed'
    }
  },
})
