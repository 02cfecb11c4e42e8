import { defineCause } from '../cause.ts'
import { backlogFacts } from './backlog-facts.ts'
import { failingBatchesOf, failingNeeds } from './failing-batches.ts'

export const sqsFifoNoPartial = defineCause({
  id: 'sqs-fifo-no-partial',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'On a FIFO queue the handler goes on after a failed message, so later ones of its group overtake it.',
  fix: ({ function: fn }) => ({
    proper: `Stop at the first message that fails in ${fn.name}, and return it and all after it in batchItemFailures.`,
    prevent:
      'Use the FIFO batch processor of Powertools for AWS Lambda (SqsFifoPartialProcessor), which stops at the first failure.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html',
  known: 'confirmed',
  needs: failingNeeds,
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    if (!evidence.attributes.isFifo) return { clear: `${queue.name} is a standard queue.` }
    const { seen, kind } = failingBatchesOf(evidence, at)
    if (seen.mapping?.reportsItemFailures !== true)
      return {
        clear: 'The mapping does not ask for partial batch responses: a failed batch goes back whole and in order.',
      }
    if (kind === 'unknown') return { inconclusive: `The metrics of ${fn.name} could not be read.` }
    if (kind !== 'reported' || (seen.backlog.deleted ?? 0) === 0)
      return { clear: `${fn.name} hands no part of its batches back.` }
    return {
      strength: 'possible',
      summary: `${fn.name} hands some messages of the FIFO queue ${queue.name} back and deletes others; whether it stops at the first failure of a group can only be seen in its code.`,
      facts: [
        at.fact('mappings', 'Response types of the mapping', 'ReportBatchItemFailures'),
        ...backlogFacts(at, seen),
      ],
    }
  },
})
