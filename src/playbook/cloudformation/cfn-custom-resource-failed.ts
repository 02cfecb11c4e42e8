import { defineCause } from '../cause.ts'
import { customResourceNeeds, withLog } from './custom-resource.ts'
import { effectsOfFailure, judgeFailure, type StackFailureWords, unnamed } from './stack-failure.ts'

const words: StackFailureWords = {
  id: 'cfn-custom-resource-failed',
  known: 'confirmed',
  cause: 'The function behind a custom resource answered that it failed.',
  docs: 'https://repost.aws/knowledge-center/cloudformation-lambda-resource-delete',
  clause: () => 'the function behind it answered FAILED',
  fix: (failure) => ({
    now: `Read the log of the function behind ${failure.logicalId}, correct what it names, and deploy again.`,
    proper: 'Let the function put the reason in its answer (Reason), so that the stack’s events say it.',
  }),
}

export const cfnCustomResourceFailed = defineCause({
  id: words.id,
  target: 'stack',
  symptoms: ['failed'],
  cause: words.cause,
  fix: (target) => words.fix(unnamed, target),
  docs: words.docs,
  known: words.known,
  leadsTo: effectsOfFailure,
  needs: customResourceNeeds,
  diagnose: ({ found, refused, log }, at) => withLog(judgeFailure(words, found, refused, at), log, at),
})
