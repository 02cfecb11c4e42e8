import { defineCause } from '../cause.ts'
import { backlogFacts } from './backlog-facts.ts'
import { consumptionNeeds, consumptionOf, latelyMs } from './consumption.ts'
import { clock, count } from './words.ts'

const off = /^(Disabled|Disabling|Deleting)$/

export const sqsEsmDisabled = defineCause({
  id: 'sqs-esm-disabled',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'The event source mapping is switched off, so Lambda does not poll the queue.',
  fix: ({ function: fn }) => ({
    proper:
      'Find out who or what switched it off before switching it on: a deployment, a person, or Lambda itself after errors.',
    prevent: 'Alarm on ApproximateAgeOfOldestMessage, and keep the mapping’s state in the template.',
    iac: `SAM: \`Events: … Type: SQS, Properties: { Enabled: true }\`; CDK: \`new SqsEventSource(queue, { enabled: true })\`; Terraform: \`aws_lambda_event_source_mapping { enabled = true }\` for ${fn.name}.`,
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html',
  known: 'confirmed',
  needs: consumptionNeeds,
  diagnose(evidence, at) {
    const seen = consumptionOf(evidence, at)
    const { mapping, others, backlog, receivedLately } = seen
    const { queue, function: fn } = at.target
    if (mapping === undefined || !off.test(mapping.state))
      return { clear: `The mapping to ${fn.name} is ${mapping?.state ?? 'not there'}.` }
    if (backlog.waiting === 0)
      return { clear: `The mapping to ${fn.name} is ${mapping.state}, but no message waits in ${queue.name}.` }
    const isRead = receivedLately !== undefined && receivedLately > 0
    const isRecent = mapping.lastModifiedAt !== undefined && mapping.lastModifiedAt > at.window.to - latelyMs
    if (isRead && !isRecent)
      return {
        clear: `The mapping to ${fn.name} is ${mapping.state}, but ${count(receivedLately, 'message')} were received lately${others.length > 0 ? ' through another one' : ' by another consumer'}.`,
      }
    const isUnseen = receivedLately === undefined && evidence.queueMetrics.status !== 'ok'
    const mayBeReplaced = receivedLately === undefined && others.some((other) => other.state === 'Enabled')
    const since = mapping.lastModifiedAt === undefined ? '' : `, last changed ${clock(mapping.lastModifiedAt)}`
    return {
      strength: isRead || mayBeReplaced ? 'possible' : isUnseen ? 'likely' : 'proven',
      standsAlone: true,
      summary: `The event source mapping from ${queue.name} to ${fn.name} is ${mapping.state}, so Lambda does not poll while ${count(backlog.waiting, 'message')} wait${backlog.waiting === 1 ? 's' : ''}.`,
      facts: [
        at.fact('mappings', 'State of the mapping', `${mapping.state}${since}`, mapping.lastModifiedAt),
        ...(mapping.stateReason === undefined ? [] : [at.fact('mappings', 'Reason Lambda gives', mapping.stateReason)]),
        ...backlogFacts(at, seen),
      ],
      fix: {
        now: `Switch the mapping ${mapping.uuid} on again; ${fn.name} then works through ${count(backlog.waiting, 'message')}.`,
        cli: `aws lambda update-event-source-mapping --uuid ${mapping.uuid} --enabled --region ${fn.region}`,
      },
    }
  },
})
