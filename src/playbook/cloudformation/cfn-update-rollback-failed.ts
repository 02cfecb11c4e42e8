import { rollbackBlockers } from '../../evidence/cloudformation/rollback-blockers.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { plainReason } from './failure-rules.ts'
import { forwardCauseIds } from './forward-causes.ts'
import { failureNeeds } from './stack-failure.ts'
import { stackOption, whatFailed } from './words.ts'

export const cfnUpdateRollbackFailed = defineCause({
  id: 'cfn-update-rollback-failed',
  target: 'stack',
  symptoms: ['failed'],
  cause: 'An update failed, and a resource could not be brought back to what it was before, so the stack is stuck.',
  fix: (target) => ({
    now: `Correct what keeps the rollback from ending, then continue it: ${target.name} takes no update before.`,
    proper:
      'Skip a resource only if it cannot be corrected: CloudFormation then no longer knows its true state, so import or correct it afterwards.',
    cli: `aws cloudformation continue-update-rollback ${stackOption(target)}`,
  }),
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html',
  known: 'confirmed',
  leadsTo: forwardCauseIds,
  needs: { ...failureNeeds, blockers: optional(rollbackBlockers) },
  diagnose({ found, blockers }, at) {
    const { state, rollbackFailures, failures } = found
    if (state?.status !== 'UPDATE_ROLLBACK_FAILED') return 'clear'
    if (state.rootArn !== undefined && state.rootArn !== state.arn)
      return { clear: `A rollback is continued on the root stack ${state.rootArn}, which is judged by itself.` }
    const stuck = valueIfRead(blockers) ?? []
    const first = rollbackFailures[0]
    const told = stuck[0] ?? (first === undefined ? undefined : { ...first, skipAs: first.logicalId })
    const names = [
      ...new Set(stuck.length > 0 ? stuck.map((each) => each.skipAs) : rollbackFailures.map((each) => each.logicalId)),
    ]
    const resume = `aws cloudformation continue-update-rollback ${stackOption(at.target)}`
    const forward = failures[0]
    return {
      strength: 'proven',
      summary:
        told === undefined
          ? `${at.target.name} is stuck in UPDATE_ROLLBACK_FAILED: ${plainReason(state.statusReason ?? 'its events do not say which resource')}`
          : `${at.target.name} is stuck in UPDATE_ROLLBACK_FAILED: ${told.skipAs} could not be brought back: ${plainReason(told.reason)}`,
      facts: [
        at.fact('found', 'Stack status', state.status, undefined, 'stack'),
        ...(stuck.length > 0
          ? stuck
              .slice(0, 5)
              .map((each) =>
                at.fact(
                  'blockers',
                  'Keeps the rollback from ending',
                  `${each.skipAs} (${each.type}): ${plainReason(each.reason)}`,
                  each.at,
                ),
              )
          : rollbackFailures
              .slice(0, 5)
              .map((each) =>
                at.fact(
                  'found',
                  'Keeps the rollback from ending',
                  `${each.logicalId} (${each.type}): ${plainReason(each.reason)}`,
                  each.at,
                ),
              )),
        ...(forward === undefined
          ? []
          : [
              at.fact(
                'found',
                'The update itself failed first',
                `${whatFailed(forward, at.target)}: ${plainReason(forward.reason)}`,
                forward.at,
              ),
            ]),
      ],
      ...(told?.at !== undefined && { times: [told.at] }),
      fix: {
        now:
          told === undefined
            ? 'Correct what keeps the rollback from ending, then continue it.'
            : `Correct what keeps ${told.skipAs} from going back, then continue the rollback. The last command is for when it cannot be corrected.`,
        cli:
          names.length === 0
            ? resume
            : choose(
                resume,
                { GIVE_UP: `yes, only if ${names.join(' and ')} cannot be corrected` },
                ({ GIVE_UP }) => `: ${GIVE_UP} && ${resume} --resources-to-skip ${names.join(' ')}`,
              ),
      },
    }
  },
})
