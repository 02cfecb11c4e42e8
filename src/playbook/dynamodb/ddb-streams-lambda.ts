import { streamConsumers } from '../../evidence/dynamodb/stream-consumers.ts'
import { lambdaFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { amount, milliseconds, plural } from './amount.ts'

/** A stream's reader that is this far behind does not merely retry. */
const behindMs = 60_000

export const ddbStreamsLambda = defineCause({
  id: 'ddb-streams-lambda',
  target: 'table',
  symptoms: ['throttled'],
  cause: 'The table is not throttled; the function that reads its stream is, and falls behind.',
  fix: () => ({
    proper: 'Give the function enough reserved concurrency for its shards, or raise the account’s limit.',
    prevent: 'Alarm on IteratorAge of the function.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html',
  known: 'memory',
  needs: { consumers: streamConsumers },
  diagnose({ consumers }, { fact, symptom, target }) {
    if (symptom !== 'throttled') return { clear: `What reads the stream of ${target.id} fails no request to it.` }
    const behind = consumers.find((each) => each.throttles > 0 && (each.iteratorAgeMs ?? 0) >= behindMs)
    if (behind === undefined) return 'clear'
    return {
      strength: 'likely',
      resource: lambdaFunction(target, behind.functionName),
      summary: `Nothing of ${target.id} is throttled, but ${behind.functionName}, which reads its stream, was throttled ${plural(behind.throttles, 'time')} and is up to ${milliseconds(behind.iteratorAgeMs ?? 0)} behind.`,
      facts: [
        fact(
          'consumers',
          `Throttled calls of ${behind.functionName}`,
          amount(behind.throttles),
          behind.times[0],
          `${behind.functionName} Throttles`,
        ),
        fact(
          'consumers',
          'Oldest record it was handed',
          `${milliseconds(behind.iteratorAgeMs ?? 0)} old`,
          undefined,
          `${behind.functionName} IteratorAge`,
        ),
      ],
      times: behind.times,
      standsAlone: true,
    }
  },
})
