import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { failureNeeds, judgeFailure, type StackFailureWords, unnamed } from './stack-failure.ts'
import { stackOption } from './words.ts'

const words: StackFailureWords = {
  id: 'cfn-changeset-obsolete',
  known: 'confirmed',
  cause: 'The stack changed after the change set was made, so the change set can no longer be executed.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html',
  clause: () => 'the change set can no longer be executed',
  fix: (_failure, stack) => ({
    now: 'Make a new change set from the same template and execute that one, as `aws cloudformation deploy` does.',
    prevent: 'Make and execute change sets in one pipeline, one deployment at a time.',
    cli: choose(
      `aws cloudformation list-change-sets ${stackOption(stack)} --query 'Summaries[].[ChangeSetName,Status,ExecutionStatus,CreationTime]' --output table`,
      { TEMPLATE: 'the file of the template that the change set was made from' },
      ({ TEMPLATE }) => `aws cloudformation deploy ${stackOption(stack)} --template-file ${TEMPLATE}`,
    ),
  }),
  isOfChangeSet: true,
}

export const cfnChangesetObsolete = defineCause({
  id: words.id,
  target: 'stack',
  symptoms: ['failed'],
  cause: words.cause,
  fix: (target) => words.fix(unnamed, target),
  docs: words.docs,
  known: words.known,
  needs: failureNeeds,
  diagnose({ found, refused }, at) {
    const { changeSet } = found
    if (
      changeSet === undefined ||
      !/^(OBSOLETE|UNAVAILABLE)$/.test(changeSet.executionStatus) ||
      changeSet.status === 'FAILED'
    )
      return judgeFailure(words, found, refused, at)
    return {
      strength: 'likely',
      summary: `Change set ${changeSet.name} of ${at.target.name} cannot be executed any more: it is ${changeSet.executionStatus}.`,
      facts: [
        at.fact(
          'found',
          'Execution status',
          `${changeSet.name} is ${changeSet.executionStatus}`,
          changeSet.createdAt,
          'change-set',
        ),
      ],
      times: [changeSet.createdAt],
      fix: words.fix(unnamed, at.target),
    }
  },
})
