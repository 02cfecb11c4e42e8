import { deadLetterSources } from '../../evidence/sqs/dead-letter-sources.ts'
import { queueMappings } from '../../evidence/sqs/mappings.ts'
import { queueToFunction } from '../../targets/target.ts'
import { defineHop, type Hop } from '../sign.ts'
import { consumerByArn } from './consumption.ts'

const mostConsumers = 4
const mostSources = 3

export const sqsHops: readonly Hop[] = [
  defineHop({
    id: 'queue-to-consumers',
    from: 'queue',
    symptoms: ['stuck'],
    needs: { mappings: queueMappings },
    next: ({ mappings }, { target }) =>
      mappings.mappings
        .slice(0, mostConsumers)
        .flatMap(({ functionArn }) => consumerByArn(functionArn, target) ?? [])
        .map((fn) => queueToFunction(target, fn)),
  }),
  defineHop({
    id: 'dead-letter-queue-to-sources',
    from: 'queue',
    symptoms: ['stuck'],
    needs: { sources: deadLetterSources },
    next: ({ sources }) => sources.slice(0, mostSources),
  }),
  defineHop({
    id: 'consumer-of-queue',
    from: 'queue-to-function',
    symptoms: ['stuck', 'errors', 'timeout', 'throttled'],
    needs: {},
    next: (_, { target }) => [target.function],
  }),
]
