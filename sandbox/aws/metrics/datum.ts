/** What CloudWatch keeps of one metric in one minute. */
export interface Datum {
  readonly sum: number
  readonly samples: number
  readonly min: number
  readonly max: number
  /** Points of the spread: share of the samples (0 to 1) and value, ascending, with the ends. */
  readonly spread: readonly (readonly [number, number])[]
}

/** A minute in which every sample measured the same. */
export function flatDatum(value: number, samples: number): Datum {
  return {
    sum: value * samples,
    samples,
    min: value,
    max: value,
    spread: [
      [0, value],
      [1, value],
    ],
  }
}

/** A minute in which `sum` of the samples counted one and the rest nothing, as counters are reported. */
export function countDatum(sum: number, samples: number): Datum {
  const zeros = samples === 0 ? 0 : Math.max(0, 1 - sum / samples)
  const max = sum > 0 ? Math.max(1, sum / Math.max(samples, 1)) : 0
  const min = zeros > 0 ? 0 : max
  return {
    sum,
    samples,
    min,
    max,
    spread: [
      [0, min],
      [zeros, min],
      [zeros, max],
      [1, max],
    ],
  }
}

/** A minute with a declared spread; without an average of its own, the average follows from the spread. */
export function spreadDatum(
  points: readonly (readonly [number, number])[],
  samples: number,
  declared: { avg?: number | undefined; sum?: number | undefined; min?: number | undefined; max?: number | undefined },
): Datum {
  const known = [...points].sort(([one], [other]) => one - other)
  const lowest = declared.min ?? known[0]?.[1] ?? declared.avg ?? 0
  const highest = declared.max ?? known.at(-1)?.[1] ?? declared.avg ?? 0
  const middle =
    known.length === 0 && declared.avg !== undefined ? [[0.5, clamp(declared.avg, lowest, highest)] as const] : known
  const spread = [[0, lowest] as const, ...middle, [1, highest] as const]
  const sum = declared.sum ?? (declared.avg ?? meanBetween([{ weight: 1, spread }], 0, 1)) * samples
  return { sum, samples, min: lowest, max: highest, spread }
}

/** The same minute when only a share of it has passed; nothing when no sample can have arrived. */
export function partOf(datum: Datum, share: number): Datum | undefined {
  const samples = Math.floor(datum.samples * share)
  if (samples === 0) return datum.samples === 0 ? datum : undefined
  const isWhole = Number.isInteger(datum.sum)
  return { ...datum, samples, sum: isWhole ? Math.floor(datum.sum * share) : (datum.sum * samples) / datum.samples }
}

interface Weighted {
  readonly weight: number
  readonly spread: Datum['spread']
}

/** The value below which a share (0 to 1) of all samples of several minutes lies. */
export function quantile(data: readonly Datum[], share: number): number {
  return quantileOf(weigh(data), share)
}

/** The mean of the samples between two shares of the spread: a trimmed mean. */
export function trimmedMean(data: readonly Datum[], from: number, to: number): number {
  return meanBetween(weigh(data), from, to)
}

/** The share (0 to 1) of the samples that are at most a value. */
export function shareBelow(data: readonly Datum[], value: number): number {
  const weighted = weigh(data)
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0)
  return total === 0 ? 0 : weighted.reduce((sum, { weight, spread }) => sum + weight * rankOf(spread, value), 0) / total
}

function weigh(data: readonly Datum[]): Weighted[] {
  return data.map(({ samples, spread }) => ({ weight: samples, spread }))
}

function quantileOf(weighted: readonly Weighted[], share: number): number {
  const [only] = weighted
  if (weighted.length === 1 && only !== undefined) return valueAt(only.spread, share)
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0)
  let low = Math.min(...weighted.map(({ spread }) => spread[0]?.[1] ?? 0))
  let high = Math.max(...weighted.map(({ spread }) => spread.at(-1)?.[1] ?? 0))
  for (let step = 0; step < 60 && high - low > 1e-9 * Math.max(1, Math.abs(high)); step += 1) {
    const middle = (low + high) / 2
    const below = weighted.reduce((sum, { weight, spread }) => sum + weight * rankOf(spread, middle), 0) / total
    if (below >= share) high = middle
    else low = middle
  }
  return round(high)
}

function meanBetween(weighted: readonly Weighted[], from: number, to: number): number {
  const steps = 400
  let sum = 0
  for (let step = 0; step < steps; step += 1) sum += quantileOf(weighted, from + ((step + 0.5) / steps) * (to - from))
  return round(sum / steps)
}

function valueAt(spread: Datum['spread'], share: number): number {
  for (let index = 1; index < spread.length; index += 1) {
    const [fromShare, fromValue] = spread[index - 1] ?? [0, 0]
    const [toShare, toValue] = spread[index] ?? [1, 0]
    if (share > toShare) continue
    if (toShare === fromShare) return toValue
    return round(fromValue + ((share - fromShare) / (toShare - fromShare)) * (toValue - fromValue))
  }
  return spread.at(-1)?.[1] ?? 0
}

/** The largest share whose value is at most `value`. */
function rankOf(spread: Datum['spread'], value: number): number {
  if (value < (spread[0]?.[1] ?? 0)) return 0
  let rank = 0
  for (let index = 1; index < spread.length; index += 1) {
    const [fromShare, fromValue] = spread[index - 1] ?? [0, 0]
    const [toShare, toValue] = spread[index] ?? [1, 0]
    if (toValue <= value) rank = toShare
    else
      return Math.max(
        rank,
        fromValue > value ? rank : fromShare + ((value - fromValue) / (toValue - fromValue)) * (toShare - fromShare),
      )
  }
  return rank
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}

function round(value: number): number {
  return Number(value.toPrecision(10))
}
