import type { Queue } from '../../targets/target.ts'
import type { Series } from '../cloudwatch/series.ts'
import { defineProbe } from '../probe.ts'
import { citeAttributes, queueAttributes } from './attributes.ts'
import { queueByArn } from './dead-letter.ts'
import { queueMetrics } from './metrics.ts'

/** Visible messages of the dead-letter queue by minute; null without a redrive policy. */
export const deadLetterGrowth = defineProbe<{ readonly queue: Queue; readonly visible: Series } | null, Queue>({
  id: 'sqs.dead-letter-growth',
  actions: ['cloudwatch:GetMetricData'],
  uses: [queueAttributes, queueMetrics],
  key: (target) => target.arn,
  resource: () => '*',
  async fetch(target, at) {
    const { redrive } = await at.read(queueAttributes, target)
    if (redrive === undefined) return null
    const queue = queueByArn(redrive.deadLetterArn, target)
    const { visible } = await at.read(queueMetrics, queue)
    return { queue, visible }
  },
  cite: (target) => citeAttributes(target),
})
