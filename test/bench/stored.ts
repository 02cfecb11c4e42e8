import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performancePage } from './page.ts'
import { readmeWithFigures } from './readme-figures.ts'
import type { BenchResult } from './result.ts'

const root = join(import.meta.dirname, '../..')

/** The files of a run that is kept: the JSON is what the others are made of. */
export const kept = {
  json: join(root, 'docs/performance.json'),
  page: join(root, 'docs/performance.md'),
  readme: join(root, 'README.md'),
} as const

/** Where every run leaves its JSON, kept or not. */
export const latestResults = join(root, 'bench-results')

/** The results that are kept, in the order of the page; none where there is no file yet. */
export function keptResults(): BenchResult[] {
  return Object.values(parsed<Record<string, BenchResult>>(kept.json) ?? {})
}

/** What a bench gave last: on this machine, else as it is kept. */
export function latestResult(bench: string): BenchResult | undefined {
  return parsed<BenchResult>(join(latestResults, `${bench}.json`)) ?? keptResults().find((each) => each.bench === bench)
}

/** Puts a result in the place of the last one of its bench, and renews the page and the README’s figures. */
export function keepResult(result: BenchResult, order: readonly string[]): void {
  const byName = new Map([...keptResults(), result].map((each) => [each.bench, each]))
  const ordered = order.flatMap((bench) => byName.get(bench) ?? [])
  writeFileSync(kept.json, jsonOf(Object.fromEntries(ordered.map((each) => [each.bench, each]))))
  writeFileSync(kept.page, performancePage(ordered))
  writeFileSync(kept.readme, readmeWithFigures(readFileSync(kept.readme, 'utf8'), ordered))
}

export function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}

function parsed<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
