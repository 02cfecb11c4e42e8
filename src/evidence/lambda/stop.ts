import type { LambdaFunction } from '../../targets/target.ts'
import { total, within } from '../cloudwatch/series.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import { reservedConcurrency } from './concurrency.ts'
import { functionMetrics } from './metrics.ts'

/** Whether somebody stopped the function by reserving nothing for it. */
export type FunctionStop = 'runs' | { readonly reserved: number | null }

const recentMs = 10 * 60_000

/** Looks for a reservation of zero, unless the metrics show that the function runs and no call is refused; then nothing is read. */
export const functionStop = defineProbe<FunctionStop, LambdaFunction>({
  id: 'lambda.stop',
  actions: reservedConcurrency.actions,
  uses: [functionMetrics, reservedConcurrency],
  key: (target) => target.arn,
  resource: reservedConcurrency.resource,
  async fetch(target, at) {
    const metrics = await at.read(functionMetrics, target).catch((error: unknown) => {
      if (error instanceof EvidenceMissing) return undefined
      throw error
    })
    if (metrics !== undefined) {
      const throttles = total(metrics.throttles) + total(metrics.qualified?.throttles ?? { points: [] })
      const recent = total(within(metrics.invocations, at.window.to - recentMs, at.window.to))
      if (throttles === 0 && recent > 0) return 'runs'
    }
    return { reserved: await at.read(reservedConcurrency, target) }
  },
  cite: reservedConcurrency.cite,
})
