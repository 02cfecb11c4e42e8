import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { from } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { backlogFacts, consumerFacts } from './backlog-facts.ts'
import { consumerOf, consumptionNeeds, consumptionOf } from './consumption.ts'
import { repeatsFromFailures, visibilityOf } from './visibility.ts'
import { percent, span } from './words.ts'

export const sqsVisibilityTooShort = defineCause({
  id: 'sqs-visibility-too-short',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause:
    'The visibility timeout leaves too little room for the function’s timeout: messages come back early, are worked on twice and reach the dead-letter queue.',
  fix: ({ queue, function: fn }) => ({
    proper: `Keep the visibility timeout of ${queue.name} at six times the timeout of ${fn.name} plus its batching window.`,
    prevent: 'Write both numbers in one template, one computed from the other.',
    iac: 'SAM and CloudFormation: `VisibilityTimeout` of `AWS::SQS::Queue`; CDK: `visibilityTimeout: Duration.seconds(6 * timeout)`; Terraform: `visibility_timeout_seconds`.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  known: 'confirmed',
  leadsTo: ['sqs-dlq-growing', 'sqs-retention-expired', 'sqs-no-dlq'],
  needs: { ...consumptionNeeds, configuration: from(functionConfiguration, consumerOf) },
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const seen = consumptionOf(evidence, at)
    const { seconds, timeoutSeconds, windowSeconds, wantedSeconds, longestSeconds, repeatShare } = visibilityOf(
      seen,
      evidence.configuration,
    )
    if (seconds < timeoutSeconds)
      return { clear: 'The visibility timeout is even below the function’s timeout, which is judged by itself.' }
    if (seconds >= wantedSeconds)
      return {
        clear: `The visibility timeout of ${seconds} s is six times the function’s timeout of ${timeoutSeconds} s.`,
      }
    if (seen.backlog.received === undefined)
      return { inconclusive: 'How often messages were received could not be read.' }
    const failing = repeatsFromFailures(seen)
    if (repeatShare < 0.1)
      return {
        clear: `${seconds} s is below the ${wantedSeconds} s that AWS advises, but messages are not received again.`,
      }
    const isTight = longestSeconds !== undefined && longestSeconds + windowSeconds >= seconds * 0.8
    // Without both counts nothing tells whether failures send the messages back.
    const isCounted = (seen.invocations ?? 0) > 0 && (seen.function?.errors.points.length ?? 0) > 0
    const explained = failing * 1.5 >= repeatShare
    const isThrottled = (seen.throttles ?? 0) > (seen.errors ?? 0)
    if (explained && !isThrottled && !isTight)
      return {
        clear: `Messages come back because ${percent(failing)} of the invocations fail, not for the visibility timeout.`,
      }
    if (seen.mapping?.reportsItemFailures === true && !isTight)
      return {
        inconclusive: 'The function may report the messages itself that come back; nothing tells the two apart.',
      }
    return {
      strength: isCounted && !explained && (isTight || failing < 0.02) ? 'likely' : 'possible',
      summary: `Messages of ${queue.name} come back after ${seconds} s, ${isTight ? `while ${fn.name} takes up to ${span(longestSeconds)}` : `less than the ${wantedSeconds} s that its timeout of ${timeoutSeconds} s asks for`}: ${percent(repeatShare)} of all receives were repeats.`,
      facts: [
        at.fact('attributes', 'Visibility timeout', `${seconds} s`),
        at.fact('configuration', 'Timeout of the function', `${timeoutSeconds} s, so ${wantedSeconds} s are advised`),
        ...(longestSeconds === undefined
          ? []
          : [at.fact('functionMetrics', 'Longest invocation', span(longestSeconds), undefined, 'Duration Maximum')]),
        ...consumerFacts(at, seen),
        ...backlogFacts(at, seen),
      ],
      fix: {
        now: `Raise the visibility timeout to ${Math.min(43_200, wantedSeconds)} s.`,
        cli: `aws sqs set-queue-attributes --queue-url ${queue.url} --attributes VisibilityTimeout=${Math.min(43_200, wantedSeconds)} --region ${queue.region}`,
      },
    }
  },
})
