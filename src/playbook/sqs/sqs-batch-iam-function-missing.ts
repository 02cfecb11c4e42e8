import { functionExistence } from '../../evidence/lambda/existence.ts'
import { from } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { backlogFacts } from './backlog-facts.ts'
import { consumerOf, consumptionNeeds, consumptionOf } from './consumption.ts'
import { count } from './words.ts'

export const sqsBatchIamFunctionMissing = defineCause({
  id: 'sqs-batch-iam-function-missing',
  target: 'queue-to-function',
  symptoms: ['stuck'],
  cause: 'The event source mapping names a function, alias or version that does not exist.',
  fix: ({ function: fn }) => ({
    now: `Bring ${fn.name} back, or point the mapping at the function or alias that took its place.`,
    prevent: 'Deploy the alias and the mapping together, and delete a mapping before its function.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html',
  known: 'memory',
  needs: { ...consumptionNeeds, existence: from(functionExistence, consumerOf) },
  diagnose(evidence, at) {
    const { queue, function: fn } = at.target
    if (evidence.existence.exists) return { clear: `${fn.name} exists.` }
    const seen = consumptionOf(evidence, at)
    if (seen.backlog.waiting === 0 && seen.backlog.state !== 'stuck')
      return { clear: `${fn.name} does not exist, but no message waits in ${queue.name}.` }
    return {
      strength: 'likely',
      standsAlone: true,
      summary: `The mapping of ${queue.name} calls ${fn.name}, which does not exist, while ${count(seen.backlog.waiting, 'message')} wait.`,
      facts: [
        at.fact('existence', 'Function called by the mapping', `${fn.arn}: not there`),
        at.fact('mappings', 'State of the mapping', seen.mapping?.state ?? 'not there'),
        ...backlogFacts(at, seen),
      ],
      ...(seen.mapping !== undefined && { fix: { cli: repoint(seen.mapping.uuid, fn.region) } }),
    }
  },
})

function repoint(uuid: string, region: string): string {
  return choose(
    `aws lambda list-functions --query 'Functions[].FunctionArn' --region ${region}`,
    { FUNCTION: 'the ARN of the function or alias that took its place' },
    ({ FUNCTION }) =>
      `aws lambda update-event-source-mapping --uuid ${uuid} --function-name ${FUNCTION} --region ${region}`,
  )
}
