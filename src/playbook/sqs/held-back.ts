import type { QueueAttributes } from '../../evidence/sqs/attributes.ts'
import type { QueueMetrics } from '../../evidence/sqs/metrics.ts'
import { backlogOf } from './backlog.ts'

/** A delay a person would notice. */
const longDelaySeconds = 300

/** Whether messages wait for the queue's own delay and for nothing else. */
export function isHeldBack(attributes: QueueAttributes, metrics: QueueMetrics | undefined, until: number): boolean {
  if (
    attributes.delaySeconds < longDelaySeconds ||
    attributes.delayed === 0 ||
    attributes.visible > attributes.delayed * 0.1
  )
    return false
  const backlog = backlogOf(attributes, metrics, until)
  const isOlder = (backlog.ageSeconds ?? 0) > attributes.delaySeconds * 1.2 + 60
  return backlog.repeats === 0 && !isOlder
}
