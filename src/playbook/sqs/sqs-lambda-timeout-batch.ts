import { highest } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { timesOf } from '../../evidence/lambda/failure.ts'
import { from } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { backlogFacts, consumerFacts } from './backlog-facts.ts'
import { consumerOf } from './consumption.ts'
import { failingBatchesOf, failingNeeds } from './failing-batches.ts'
import { count, span } from './words.ts'

export const sqsLambdaTimeoutBatch = defineCause({
  id: 'sqs-lambda-timeout-batch',
  target: 'queue-to-function',
  symptoms: ['stuck', 'timeout'],
  cause: 'A whole batch takes longer than the function’s timeout, so all its messages come back.',
  fix: ({ function: fn }) => ({
    proper: `Size the batch so that it fits the timeout of ${fn.name} with room to spare, or work on its messages side by side.`,
    prevent: 'Watch the remaining time in the handler and hand the rest of the batch back with batchItemFailures.',
    iac: '`BatchSize` of the mapping, `Timeout` of the function and, six times as long, `VisibilityTimeout` of the queue belong together.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  known: 'memory',
  leadsTo: ['sqs-dlq-growing', 'sqs-no-dlq', 'sqs-partial-batch-missing'],
  needs: { ...failingNeeds, configuration: from(functionConfiguration, consumerOf) },
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    const { timeoutSeconds } = evidence.configuration
    const batches = failingBatchesOf(evidence, at)
    const { seen, perInvocation } = batches
    const batchSize = seen.mapping?.batchSize ?? 1
    if (batchSize === 1) return { clear: 'Each batch holds one message.' }
    const smaller = Math.max(1, Math.floor(batchSize / 2))
    const search = valueIfRead(evidence.failures)
    const timeouts = search?.failures.filter((failure) => failure.kind === 'timeout') ?? []
    const series = seen.function
    const longest = series === undefined ? undefined : highest(series.durationMaximum)
    const usual = series === undefined ? undefined : highest(series.durationP50)
    const reached = longest !== undefined && longest >= timeoutSeconds * 990
    if (timeouts.length === 0 && (!reached || (seen.errors ?? 0) === 0))
      return series === undefined
        ? { inconclusive: `The metrics of ${fn.name} could not be read.` }
        : { clear: `${fn.name} does not run into its timeout of ${timeoutSeconds} s.` }
    if (usual === undefined) return { inconclusive: `How long ${fn.name} usually takes could not be read.` }
    if (perInvocation !== undefined && perInvocation < 2)
      return {
        clear: `Batches hold ${perInvocation.toFixed(1)} messages on average: it is not their number that takes the time.`,
      }
    const completes = usual < timeoutSeconds * 970
    const isLong = usual >= timeoutSeconds * 400
    if (completes && !isLong)
      return {
        clear: `Half of all invocations take less than ${span(usual / 1000)} of ${timeoutSeconds} s: single ones hang, not the size of the batch.`,
      }
    return {
      strength: completes && (perInvocation ?? batchSize) >= 3 ? 'likely' : 'possible',
      times: timeouts.length > 0 ? timesOf(timeouts) : batches.times,
      summary: `${fn.name} takes ${span(usual / 1000)} for a usual batch of ${queue.name} and runs into its timeout of ${timeoutSeconds} s with fuller ones: up to ${batchSize} messages come back at once.`,
      facts: [
        at.fact('configuration', 'Timeout of the function', `${timeoutSeconds} s`),
        at.fact(
          'mappings',
          'Batch size',
          `${batchSize}${perInvocation === undefined ? '' : `, ${perInvocation.toFixed(1)} messages to an invocation`}`,
        ),
        at.fact('functionMetrics', 'Half of all invocations take up to', span(usual / 1000), undefined, 'Duration p50'),
        ...(timeouts.length > 0
          ? [at.fact('failures', 'Timed out in the log', count(timeouts.length, 'invocation'), timeouts[0]?.at)]
          : []),
        ...consumerFacts(at, seen),
        ...backlogFacts(at, seen),
      ],
      fix: {
        now: `Lower the batch size from ${batchSize.toLocaleString('en-US')} to ${smaller.toLocaleString('en-US')}.`,
        ...(seen.mapping !== undefined && {
          cli: `aws lambda update-event-source-mapping --uuid ${seen.mapping.uuid} --batch-size ${smaller} --region ${fn.region}`,
        }),
      },
    }
  },
})
