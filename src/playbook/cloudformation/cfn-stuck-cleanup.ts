import { defineCause } from '../cause.ts'
import { failureNeeds } from './stack-failure.ts'
import { stackOption } from './words.ts'

const longMs = 60 * 60_000

export const cfnStuckCleanup = defineCause({
  id: 'cfn-stuck-cleanup',
  target: 'stack',
  symptoms: ['failed'],
  cause: 'The update itself succeeded; CloudFormation has been removing replaced resources for very long.',
  fix: (target) => ({
    now: `${target.name} runs with the new resources. Wait, look at what is still being deleted, and turn to AWS Support if it does not end.`,
    cli: `aws cloudformation describe-stack-events ${stackOption(target)} --max-items 20`,
  }),
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  known: 'confirmed',
  needs: failureNeeds,
  diagnose({ found }, at) {
    const { state, waiting } = found
    if (state === null || !state.status.endsWith('_CLEANUP_IN_PROGRESS')) return 'clear'
    const since = state.updatedAt ?? waiting[0]?.at
    if (since === undefined) return { inconclusive: 'CloudFormation does not say since when it cleans up.' }
    if (at.now - since < longMs) return { clear: 'The clean-up began less than an hour ago, which is normal.' }
    return {
      strength: 'likely',
      summary: `${at.target.name} has been in ${state.status} for ${Math.round((at.now - since) / 60_000)} minutes.`,
      facts: [
        at.fact('found', 'Stack status', state.status, since, 'stack'),
        ...waiting
          .slice(0, 3)
          .map((event) => at.fact('found', 'Still being removed', `${event.logicalId} (${event.type})`, event.at)),
      ],
      times: [since],
    }
  },
})
