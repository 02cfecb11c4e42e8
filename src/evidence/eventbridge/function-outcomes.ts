import type { EventRule, LambdaFunction } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { type FunctionSeries, functionMetrics, seriesOf } from '../lambda/metrics.ts'
import { defineProbe } from '../probe.ts'
import { functionOf } from './target-kinds.ts'
import { ruleTargets } from './targets.ts'

/** What the functions that a rule calls made of it; a function whose metrics could not be read is left out. */
export const functionOutcomes = defineProbe<
  readonly { readonly function: LambdaFunction; readonly series: FunctionSeries }[],
  EventRule
>({
  id: 'eventbridge.function-outcomes',
  actions: ['cloudwatch:GetMetricData'],
  uses: [ruleTargets, functionMetrics],
  key: (target) => target.arn,
  resource: () => '*',
  async fetch(target, at) {
    const functions = (await at.read(ruleTargets, target)).flatMap((each) => functionOf(each.arn) ?? []).slice(0, 3)
    const read = await Promise.all(
      functions.map(async (fn) => {
        try {
          return [{ function: fn, series: seriesOf(await at.read(functionMetrics, fn)) }]
        } catch (error) {
          if (error instanceof EvidenceMissing) return []
          throw error
        }
      }),
    )
    return read.flat()
  },
  cite: (target, window, aspect) =>
    functionMetrics.cite(
      {
        kind: 'function',
        id: `targets of ${target.id}`,
        name: target.id,
        arn: target.arn,
        account: target.account,
        region: target.region,
        partition: target.partition,
      },
      window,
      aspect,
    ),
})
