import { cpus, loadavg, totalmem } from 'node:os'

/** One measured thing. A value without a goal is told and not judged. */
export interface BenchRow {
  readonly name: string
  readonly value: string
  readonly goal?: string
  readonly holds?: boolean
}

export interface BenchTable {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What one bench has measured. */
export interface Measured {
  readonly title: string
  readonly rows: readonly BenchRow[]
  readonly tables?: readonly BenchTable[]
  readonly notes?: readonly string[]
  /** Figures that the page and other benches take up again, by name. */
  readonly counts?: Readonly<Record<string, number>>
  /** One line for the README. */
  readonly front?: string
}

export interface Machine {
  readonly node: string
  readonly cpu: string
  readonly cores: number
  readonly memoryGigabytes: number
  /** Processes that wanted the processor, on average over a minute, before the bench began. */
  readonly load: number
}

/** A bench's measurement with when and on what it was made. */
export interface BenchResult extends Measured {
  readonly bench: string
  /** ISO 8601. */
  readonly at: string
  readonly seconds: number
  readonly machine: Machine
}

export function thisMachine(): Machine {
  return {
    node: process.versions.node,
    cpu: cpus()[0]?.model ?? 'unknown processor',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 1e9),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  }
}

/** A row with a goal. */
export function judged(name: string, value: string, goal: string, holds: boolean): BenchRow {
  return { name, value, goal, holds }
}

/** A row that is only told. */
export function told(name: string, value: string): BenchRow {
  return { name, value }
}

export function ratio(value: number): string {
  return value.toFixed(2)
}

/** The value below which a share of the values lies, by nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}
