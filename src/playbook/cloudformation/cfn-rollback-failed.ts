import { defineCause } from '../cause.ts'
import { plainReason } from './failure-rules.ts'
import { forwardCauseIds } from './forward-causes.ts'
import { failureNeeds } from './stack-failure.ts'
import { stackOption, whatFailed } from './words.ts'

export const cfnRollbackFailed = defineCause({
  id: 'cfn-rollback-failed',
  target: 'stack',
  symptoms: ['failed'],
  cause:
    'Creating the stack failed, and what had been made could not all be removed again. Such a stack can only be deleted.',
  fix: (target) => ({
    now: `Delete ${target.name}, keeping what cannot be deleted, and deploy again.`,
    cli: `aws cloudformation delete-stack ${stackOption(target)}`,
  }),
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html',
  known: 'confirmed',
  leadsTo: [...forwardCauseIds],
  needs: failureNeeds,
  diagnose({ found }, at) {
    const { state, rollbackFailures, failures } = found
    const status = state?.status ?? ''
    const isStuck = status === 'ROLLBACK_FAILED'
    if (!isStuck && !(status === 'ROLLBACK_COMPLETE' && failures.length === 0)) return 'clear'
    const [kept] = rollbackFailures
    const [forward] = failures
    const remove = `aws cloudformation delete-stack ${stackOption(at.target)}`
    const names = [...new Set(rollbackFailures.map((each) => each.logicalId))]
    return {
      strength: isStuck ? 'proven' : 'likely',
      summary:
        kept === undefined
          ? `${at.target.name} is in ${status}: its creation failed, and it can only be deleted.`
          : `${at.target.name} is in ROLLBACK_FAILED: after its creation failed, ${kept.logicalId} (${kept.type}) could not be removed: ${plainReason(kept.reason)}`,
      facts: [
        at.fact('found', 'Stack status', status, undefined, 'stack'),
        ...rollbackFailures
          .slice(0, 5)
          .map((each) =>
            at.fact(
              'found',
              'Could not be removed',
              `${each.logicalId} (${each.type}): ${plainReason(each.reason)}`,
              each.at,
            ),
          ),
        ...(forward === undefined
          ? []
          : [
              at.fact(
                'found',
                'The creation itself failed first',
                `${whatFailed(forward, at.target)}: ${plainReason(forward.reason)}`,
                forward.at,
              ),
            ]),
      ],
      ...(kept?.at !== undefined && { times: [kept.at] }),
      fix: {
        // What is to be kept can be named only once a deletion has failed.
        cli:
          isStuck && names.length > 0
            ? `${remove} && { aws cloudformation wait stack-delete-complete ${stackOption(at.target)} || ${remove} --retain-resources ${names.join(' ')}; }`
            : remove,
      },
    }
  },
})
