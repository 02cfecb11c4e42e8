import type { FunctionDuration } from '../../evidence/api-gateway/function-durations.ts'
import { highest } from '../../evidence/cloudwatch/series.ts'
import type { LambdaFunction } from '../../targets/target.ts'

/** Each takes four reads. */
const most = 3

/** Which functions behind an API are looked at for cold starts: those with the slowest single call, which the first one after a start tends to be. */
export function startingFunctions(functions: readonly FunctionDuration[]): {
  readonly chosen: readonly LambdaFunction[]
  readonly leftOut: readonly LambdaFunction[]
} {
  const called = functions.length <= 1 ? functions : functions.filter((each) => each.maximum.points.length > 0)
  const sorted = [...called].sort((a, b) => (highest(b.maximum) ?? 0) - (highest(a.maximum) ?? 0))
  const names = sorted.map((each) => each.function)
  return { chosen: names.slice(0, most), leftOut: names.slice(most) }
}
