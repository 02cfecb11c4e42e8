import { isCustomResource } from '../../evidence/cloudformation/custom-resource-log.ts'
import { defineCause } from '../cause.ts'
import { effectsOfFailure, failureNeeds, judgeFailure, type StackFailureWords, unnamed } from './stack-failure.ts'

const words: StackFailureWords = {
  id: 'cfn-stabilize-timeout',
  known: 'confirmed',
  cause:
    'A resource was made but did not become ready in time: a service that never gets healthy, a certificate that is never validated.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  clause: () => 'it did not become ready in time',
  fix: (failure) => ({
    now: `Look at the service behind ${failure.logicalId}: for ECS its events and stopped tasks, for ACM the DNS record that validates the certificate.`,
    proper: 'Fix why it does not get healthy, then deploy again.',
    prevent: 'Turn the deployment circuit breaker on, so that it fails in minutes and not in hours.',
  }),
}

const longMs = 30 * 60_000

export const cfnStabilizeTimeout = defineCause({
  id: words.id,
  target: 'stack',
  symptoms: ['failed'],
  cause: words.cause,
  fix: (target) => words.fix(unnamed, target),
  docs: words.docs,
  known: words.known,
  leadsTo: effectsOfFailure,
  needs: failureNeeds,
  diagnose({ found, refused }, at) {
    const row = found.waiting.find(
      (event) => !isCustomResource(event.type) && event.type !== 'AWS::CloudFormation::Stack',
    )
    if (row === undefined || at.now - row.at < longMs || found.failures.length > 0)
      return judgeFailure(words, found, refused, at)
    const minutes = Math.round((at.now - row.at) / 60_000)
    const isConfigured = found.state?.detailedStatus === 'CONFIGURATION_COMPLETE'
    return {
      strength: 'possible',
      summary: `${at.target.name} has been waiting ${minutes} minutes for ${row.logicalId} (${row.type}) to become ready${isConfigured ? '; its configuration is complete' : ''}.`,
      facts: [at.fact('found', 'Waiting for', `${row.logicalId} (${row.type}), ${row.status}`, row.at)],
      times: [row.at],
      fix: words.fix({ ...unnamed, logicalId: row.logicalId }, at.target),
    }
  },
})
