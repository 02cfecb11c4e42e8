import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { from } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { backlogFacts } from './backlog-facts.ts'
import { consumerOf, consumptionNeeds, consumptionOf, minutesOf } from './consumption.ts'
import { repeatsFromFailures, visibilityOf } from './visibility.ts'
import { percent, span } from './words.ts'

export const sqsVisibilityLtTimeout = defineCause({
  id: 'sqs-visibility-lt-timeout',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause:
    'The visibility timeout is shorter than the function’s timeout: messages come back while they are still worked on.',
  fix: ({ queue, function: fn }) => ({
    proper: `Keep the visibility timeout of ${queue.name} at six times the timeout of ${fn.name} plus its batching window, in the same template.`,
    prevent: 'Raise both together: a change to the function’s timeout alone is what breaks this.',
    iac: 'SAM and CloudFormation: `VisibilityTimeout` of `AWS::SQS::Queue`; CDK: `visibilityTimeout`; Terraform: `visibility_timeout_seconds`.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  known: 'memory',
  leadsTo: ['sqs-dlq-growing', 'sqs-retention-expired', 'sqs-no-dlq'],
  needs: { ...consumptionNeeds, configuration: from(functionConfiguration, consumerOf) },
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const seen = consumptionOf(evidence, at)
    const { seconds, timeoutSeconds, wantedSeconds, longestSeconds, repeatShare } = visibilityOf(
      seen,
      evidence.configuration,
    )
    if (seconds >= timeoutSeconds)
      return {
        clear: `The visibility timeout of ${seconds} s is not below the function’s timeout of ${timeoutSeconds} s.`,
      }
    if (longestSeconds === undefined) return { inconclusive: `How long ${fn.name} takes could not be read.` }
    if (longestSeconds < seconds * 0.9 && repeatShare < 0.05)
      return {
        clear: `${fn.name} takes ${span(longestSeconds)} at most, less than the visibility timeout of ${seconds} s.`,
      }
    const overruns = longestSeconds >= seconds
    const over = minutesOf({
      points: (seen.function?.durationMaximum.points ?? []).filter((point) => point.value >= seconds * 900),
    })
    return {
      strength: overruns && (repeatShare > 0.05 || repeatsFromFailures(seen) < 0.05) ? 'likely' : 'possible',
      ...(over.length > 0 && { times: over }),
      summary: `${queue.name} gives messages back after ${seconds} s, while ${fn.name} may run ${timeoutSeconds} s and took up to ${span(longestSeconds)}: they are worked on twice and run out of receives.`,
      facts: [
        at.fact('attributes', 'Visibility timeout', `${seconds} s`),
        at.fact('configuration', 'Timeout of the function', `${timeoutSeconds} s`),
        at.fact('functionMetrics', 'Longest invocation', span(longestSeconds), over[0], 'Duration Maximum'),
        at.fact(
          'queueMetrics',
          'Receives that were repeats',
          percent(repeatShare),
          undefined,
          'NumberOfMessagesReceived',
        ),
        ...backlogFacts(at, seen),
      ],
      fix: {
        now: `Raise the visibility timeout to ${Math.min(43_200, wantedSeconds)} s.`,
        cli: `aws sqs set-queue-attributes --queue-url ${queue.url} --attributes VisibilityTimeout=${Math.min(43_200, wantedSeconds)} --region ${queue.region}`,
      },
    }
  },
})
