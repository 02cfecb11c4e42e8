import type { EventRule } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { functionExistence } from '../lambda/existence.ts'
import { defineProbe } from '../probe.ts'
import { topicSettings } from '../sns/topic.ts'
import { queueAttributes } from '../sqs/attributes.ts'
import { citeRule } from './rule.ts'
import { edgeToOther, functionOf, isBeside, queueOfArn } from './target-kinds.ts'
import { ruleTargets } from './targets.ts'

/** Whether a target is there; `unknown` where nothing of its kind is read, or the read gave nothing. */
export interface TargetExistence {
  readonly arn: string
  readonly state: 'there' | 'gone' | 'unknown'
}

const mostTargets = 5

/** Looks whether the functions, queues and topics that a rule sends to exist. */
export const targetExistence = defineProbe<readonly TargetExistence[], EventRule>({
  id: 'eventbridge.target-existence',
  actions: [],
  uses: [ruleTargets, functionExistence, queueAttributes, topicSettings],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const targets = (await at.read(ruleTargets, target)).slice(0, mostTargets)
    return Promise.all(
      targets.map(async ({ arn }): Promise<TargetExistence> => {
        const fn = functionOf(arn)
        const queue = queueOfArn(arn)
        const isTopic = arn.split(':')[2] === 'sns'
        if (!isBeside(target, arn) || (fn === undefined && queue === undefined && !isTopic))
          return { arn, state: 'unknown' }
        try {
          if (fn !== undefined) return { arn, state: (await at.read(functionExistence, fn)).exists ? 'there' : 'gone' }
          if (queue !== undefined) await at.read(queueAttributes, queue)
          else await at.read(topicSettings, edgeToOther(target, arn))
          return { arn, state: 'there' }
        } catch (error) {
          if (!(error instanceof EvidenceMissing)) throw error
          return { arn, state: error.evidence.status === 'absent' ? 'gone' : 'unknown' }
        }
      }),
    )
  },
  cite: (target) => citeRule(target, 'ListTargetsByRule', 'list-targets-by-rule --rule'),
})
