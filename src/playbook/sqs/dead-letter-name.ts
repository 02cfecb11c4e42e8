import type { Queue } from '../../targets/target.ts'

/** Whether a queue collects what others failed at; by its name where its sources could not be read. */
export function isDeadLetterQueue(queue: Queue, sources: readonly Queue[] | undefined): boolean {
  if (sources !== undefined && sources.length > 0) return true
  return /(^|[-_])(dlq|dead-?letters?|deadletters?(queue)?|dead-?letter-?queue)([-_.]|$)|dlq(\.fifo)?$/i.test(
    queue.name,
  )
}
