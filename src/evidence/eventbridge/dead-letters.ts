import type { EventRule, Queue } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import type { EncryptionKey } from '../kms/encryption-key.ts'
import { defineProbe } from '../probe.ts'
import { type QueueAttributes, queueAttributes } from '../sqs/attributes.ts'
import { queueKey } from '../sqs/queue-key.ts'
import { citeRule } from './rule.ts'
import { queueOfArn } from './target-kinds.ts'
import { ruleTargets } from './targets.ts'

/** The dead-letter queue of one target. */
export interface TargetDeadLetter {
  readonly targetArn: string
  readonly queue: Queue
  readonly state: 'there' | 'gone' | 'unread'
  readonly attributes?: QueueAttributes
  readonly key?: EncryptionKey
}

const mostQueues = 3

/** Reads the dead-letter queues that a rule's targets name. */
export const targetDeadLetters = defineProbe<readonly TargetDeadLetter[], EventRule>({
  id: 'eventbridge.dead-letters',
  actions: [],
  uses: [ruleTargets, queueAttributes, queueKey],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const targets = await at.read(ruleTargets, target)
    const named = targets.flatMap(({ arn, deadLetterArn }) => {
      const queue = queueOfArn(deadLetterArn ?? '')
      return queue === undefined ? [] : [{ targetArn: arn, queue }]
    })
    return Promise.all(
      named.slice(0, mostQueues).map(async ({ targetArn, queue }): Promise<TargetDeadLetter> => {
        try {
          const attributes = await at.read(queueAttributes, queue)
          const key = await at.read(queueKey, queue).catch((error: unknown) => {
            if (error instanceof EvidenceMissing) return null
            throw error
          })
          return { targetArn, queue, state: 'there', attributes, ...(key !== null && { key }) }
        } catch (error) {
          if (!(error instanceof EvidenceMissing)) throw error
          return { targetArn, queue, state: error.evidence.status === 'absent' ? 'gone' : 'unread' }
        }
      }),
    )
  },
  cite: (target) => citeRule(target, 'ListTargetsByRule', 'list-targets-by-rule --rule'),
})
