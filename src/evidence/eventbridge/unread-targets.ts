import type { EventRule } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { functionExistence } from '../lambda/existence.ts'
import { functionPolicy } from '../lambda/policy.ts'
import { defineProbe } from '../probe.ts'
import { queueAttributes } from '../sqs/attributes.ts'
import { citeRule } from './rule.ts'
import { functionOf, isBeside, queueOfArn } from './target-kinds.ts'
import { ruleTargets } from './targets.ts'

const mostTargets = 5

/** ARNs of a rule's targets of which it is not known whether they are there and let the rule in: what is not looked at, or could not be. */
export const unreadTargets = defineProbe<readonly string[], EventRule>({
  id: 'eventbridge.unread-targets',
  actions: [],
  uses: [ruleTargets, functionPolicy, functionExistence, queueAttributes],
  key: (target) => target.arn,
  resource: (target) => target.arn,
  async fetch(target, at) {
    const targets = (await at.read(ruleTargets, target)).slice(0, mostTargets)
    const unread = await Promise.all(
      targets.map(async ({ arn }) => {
        const fn = functionOf(arn)
        const queue = queueOfArn(arn)
        if (!isBeside(target, arn) || (fn === undefined && queue === undefined)) return [arn]
        try {
          if (fn !== undefined) await Promise.all([at.read(functionPolicy, fn), at.read(functionExistence, fn)])
          if (queue !== undefined) await at.read(queueAttributes, queue)
          return []
        } catch (error) {
          if (!(error instanceof EvidenceMissing)) throw error
          return error.evidence.status === 'absent' ? [] : [arn]
        }
      }),
    )
    return unread.flat()
  },
  cite: (target) => citeRule(target, 'ListTargetsByRule', 'list-targets-by-rule --rule'),
})
