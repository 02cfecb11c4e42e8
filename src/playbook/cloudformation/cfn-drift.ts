import { type ResourceDrift, stackDrift } from '../../evidence/cloudformation/drift.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { type Diagnosis, defineCause } from '../cause.ts'
import { causeOfFailure } from './failure-rules.ts'
import { effectsOfFailure, failureNeeds, judgeFailure, type StackFailureWords, unnamed } from './stack-failure.ts'
import { stackOption } from './words.ts'

const words: StackFailureWords = {
  id: 'cfn-drift',
  known: 'confirmed',
  cause: 'Somebody changed or deleted a resource outside CloudFormation, and the stack does not find what it expects.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html',
  clause: () => 'the resource the stack made is no longer there',
  fix: (failure, stack) => ({
    now: `Make ${failure.physicalId === '' ? failure.logicalId : failure.physicalId} again as it was, or take ${failure.logicalId} out of the template with DeletionPolicy: Retain and deploy, then put it back.`,
    proper:
      'Import the present resource, or let a change set with --deployment-mode REVERT_DRIFT bring it back to the template.',
    prevent: 'Change what a stack owns through the stack only; deny the rest by policy.',
    cli: `aws cloudformation detect-stack-drift ${stackOption(stack)}\naws cloudformation describe-stack-resource-drifts ${stackOption(stack)} --stack-resource-drift-status-filters MODIFIED DELETED`,
  }),
}

export const cfnDrift = defineCause({
  id: words.id,
  target: 'stack',
  symptoms: ['failed'],
  cause: words.cause,
  fix: (target) => words.fix(unnamed, target),
  docs: words.docs,
  known: words.known,
  leadsTo: effectsOfFailure,
  needs: { ...failureNeeds, drift: optional(stackDrift) },
  diagnose({ found, refused, drift }, at): Diagnosis {
    const judged = judgeFailure(words, found, refused, at)
    if (typeof judged === 'string' || !('strength' in judged)) return judged
    const gone = driftOf(drift, found.failures.find((failure) => causeOfFailure(failure) === words.id)?.logicalId)
    if (gone === undefined) return { ...judged, strength: 'likely' }
    return {
      ...judged,
      facts: [...judged.facts, at.fact('drift', `Drift of ${gone.logicalId}`, [gone.status, ...gone.paths].join(' '))],
    }
  },
})

function driftOf(drift: Evidence<readonly ResourceDrift[]>, logicalId: string | undefined): ResourceDrift | undefined {
  return valueIfRead(drift)?.find((each) => each.logicalId === logicalId)
}
