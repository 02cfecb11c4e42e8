import type { Advice } from '../cause.ts'

const guide = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/'
const highLatency = 'https://repost.aws/knowledge-center/dynamodb-high-latency'

/** What no read of a table can see. */
export const advice: readonly Advice[] = [
  {
    id: 'ddb-ttl-or-backup',
    symptoms: ['throttled'],
    cause: 'Deletions by TTL and backups use no write capacity of the table.',
    advice: 'Do not look for the throttle there; only the writes that deletions cause on replicas and indexes count.',
    why: 'it is no cause, and named only so that nobody chases it',
    docs: `${guide}TTL.html`,
  },
  {
    id: 'ddb-slow-no-keepalive',
    symptoms: ['slow'],
    cause: 'The client opens a new connection for each request, or its first one in each environment.',
    advice:
      'Make the client once, outside the handler, and keep connections alive (the default in SDK v3 for JavaScript, a setting in v2).',
    why: 'DynamoDB measures from the moment a request arrives, so the time before it is in none of its metrics',
    docs: highLatency,
  },
  {
    id: 'ddb-slow-dax',
    symptoms: ['slow'],
    cause: 'A DAX cluster in front of the table misses, evicts or runs short of CPU.',
    advice: 'Look at ItemCacheMisses, EvictedSize, CPUUtilization and ThrottledRequestCount in AWS/DAX.',
    why: 'nothing in DynamoDB says which DAX cluster stands before a table',
    docs: `${guide}DAX.html`,
  },
]
