import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { from } from '../../evidence/probe.ts'
import { askPolicy, type PolicyAnswer } from '../../evidence/sqs/resource-policy.ts'
import { defineCause } from '../cause.ts'
import { backlogFacts } from './backlog-facts.ts'
import { consumerOf, consumptionNeeds, consumptionOf } from './consumption.ts'
import { count } from './words.ts'

export const sqsPolicyCrossAccount = defineCause({
  id: 'sqs-policy-cross-account',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'The queue’s own policy refuses the consumer’s role, or does not let in the account it is from.',
  fix: ({ queue, function: fn }) => ({
    proper: `Name the role of ${fn.name} in the policy of ${queue.name}, and take it out of the statement that denies it.`,
    prevent: 'Write denials with an exception for the consumer, and test them with the policy simulator.',
  }),
  docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html',
  known: 'memory',
  needs: { ...consumptionNeeds, configuration: from(functionConfiguration, consumerOf) },
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const { policy = [] } = evidence.attributes
    const { roleArn } = evidence.configuration
    const account = roleArn.split(':')[4] ?? fn.account
    const ask = (action: string): PolicyAnswer =>
      askPolicy(policy, {
        principals: [roleArn, account, `arn:${fn.partition}:iam::${account}:root`],
        action,
        resource: queue.arn,
        context: { 'aws:securetransport': 'true', 'aws:principalarn': roleArn, 'aws:principalaccount': account },
      })
    const answers = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].map((action) => ({
      action,
      ...ask(action),
    }))
    const isForeign = account !== queue.account
    const refused = answers.filter(({ state }) => state === 'denied' || (isForeign && state === 'missing'))
    if (refused.length === 0) {
      const unclear = answers.find(({ state }) => state === 'unclear')
      return unclear === undefined
        ? { clear: `The policy of ${queue.name} does not refuse the role of ${fn.name}.` }
        : { inconclusive: `The queue’s policy hangs on ${unclear.why}.` }
    }
    const seen = consumptionOf(evidence, at)
    const { receivedLately, deletedLately, backlog } = seen
    const blocksDeleteOnly = refused.every(({ action }) => action === 'sqs:DeleteMessage')
    if (((blocksDeleteOnly ? deletedLately : receivedLately) ?? 0) > 0)
      return { clear: `Messages of ${queue.name} are received and deleted all the same.` }
    if (backlog.waiting + evidence.attributes.notVisible === 0) return { clear: `No message waits in ${queue.name}.` }
    const words = refused.map(({ action }) => action).join(', ')
    const statement = refused.find(({ state }) => state === 'denied')?.statement
    return {
      strength: 'likely',
      standsAlone: true,
      summary: `The policy of ${queue.name} ${statement === undefined ? 'does not allow' : 'denies'} ${words} for the role of ${fn.name}${isForeign ? ` of account ${account}` : ''}, and ${count(backlog.waiting, 'message')} wait.`,
      facts: [
        at.fact(
          'attributes',
          statement === undefined ? 'Statements for this role' : 'Statement that denies',
          statement === undefined
            ? 'none'
            : (statement.sid ?? `on ${statement.actions.join(', ')} for ${statement.principals.join(', ')}`),
        ),
        at.fact('configuration', 'Role of the consumer', roleArn),
        ...backlogFacts(at, seen),
      ],
      fix: {
        now: `Let ${roleArn} use ${words} in the queue’s policy.`,
        cli: `aws sqs get-queue-attributes --queue-url ${queue.url} --attribute-names Policy --query Attributes.Policy --output text --region ${queue.region}`,
      },
    }
  },
})
