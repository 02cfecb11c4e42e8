import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { failureNeeds } from './stack-failure.ts'
import { stackOption } from './words.ts'

export const cfnReviewInProgress = defineCause({
  id: 'cfn-review-in-progress',
  target: 'stack',
  symptoms: ['failed'],
  cause: 'A change set for a new stack was made and never executed, so the stack holds nothing.',
  fix: (target) => ({
    now: `Execute the change set of ${target.name} if it is good; if it failed or nobody wants it, delete the stack and deploy again.`,
    cli: choose(
      `aws cloudformation list-change-sets ${stackOption(target)} --query 'Summaries[].[ChangeSetName,Status,ExecutionStatus,CreationTime]' --output table`,
      { CHANGE_SET: 'the name of the change set of the list that is good' },
      ({ CHANGE_SET }) =>
        `aws cloudformation execute-change-set ${stackOption(target)} --change-set-name ${CHANGE_SET}`,
    ),
  }),
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html',
  known: 'confirmed',
  needs: failureNeeds,
  diagnose({ found }, at) {
    if (found.state?.status !== 'REVIEW_IN_PROGRESS') return 'clear'
    if (found.changeSet?.status === 'FAILED')
      return { clear: `The stack waits because its change set ${found.changeSet.name} failed.` }
    if (found.unread.includes('cloudformation.change-sets'))
      return { inconclusive: 'The change sets could not be read: one of them may have failed.' }
    const since = found.state.createdAt
    return {
      strength: 'proven',
      summary: `${at.target.name} was never created: it has been in REVIEW_IN_PROGRESS${since === undefined ? '' : ` since ${new Date(since).toISOString()}`}, waiting for a change set to be executed.`,
      facts: [
        at.fact('found', 'Stack status', found.state.status, since, 'stack'),
        ...(found.changeSet === undefined
          ? []
          : [
              at.fact(
                'found',
                'Change set',
                `${found.changeSet.name} is ${found.changeSet.status}`,
                found.changeSet.createdAt,
                'change-set',
              ),
            ]),
      ],
      ...(since !== undefined && { times: [since] }),
    }
  },
})
