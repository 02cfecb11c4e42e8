import { defineCause } from '../cause.ts'
import { customResourceNeeds, unanswered, withLog } from './custom-resource.ts'
import { effectsOfFailure, judgeFailure, type StackFailureWords, unnamed } from './stack-failure.ts'

const words: StackFailureWords = {
  id: 'cfn-custom-resource-timeout',
  known: 'confirmed',
  cause: 'The function behind a custom resource never sent its answer to CloudFormation, which waits an hour for it.',
  docs: 'https://repost.aws/knowledge-center/cloudformation-lambda-resource-delete',
  clause: () => 'the function behind it never answered CloudFormation',
  fix: (failure) => ({
    now: `Read the log of the function behind ${failure.logicalId}: it timed out, crashed before it answered, or cannot reach S3 from its VPC. While CloudFormation still waits, an answer can be sent by hand to the ResponseURL of the event.`,
    proper: 'Answer in every path, errors included, and keep the function’s timeout shorter than the wait.',
    prevent: 'Set ServiceTimeout on the custom resource, so that it fails in minutes and not after an hour.',
    iac: `ServiceTimeout: "300" on ${failure.logicalId} (CDK: CustomResource serviceTimeout).`,
  }),
}

export const cfnCustomResourceTimeout = defineCause({
  id: words.id,
  target: 'stack',
  symptoms: ['failed'],
  cause: words.cause,
  fix: (target) => words.fix(unnamed, target),
  docs: words.docs,
  known: words.known,
  leadsTo: effectsOfFailure,
  needs: customResourceNeeds,
  diagnose: ({ found, refused, log }, at) =>
    unanswered(found, log, at) ?? withLog(judgeFailure(words, found, refused, at), log, at),
})
