import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { performancePage } from './page.ts'
import { frontFigures, readmeWithFigures } from './readme-figures.ts'
import type { BenchResult } from './result.ts'
import { kept, keptResults } from './stored.ts'

const result = {
  bench: 'cold',
  title: 'Cold start',
  at: '2026-11-24T00:40:00.000Z',
  seconds: 24,
  machine: { node: '24.1.0', cpu: 'EPYC', cores: 2, memoryGigabytes: 8, load: 0.4 },
  rows: [],
} satisfies BenchResult

it('shows on the page what the JSON beside it holds, and nothing else', () => {
  expect(readFileSync(kept.page, 'utf8')).toBe(performancePage(keptResults()))
})

it('says in the README what the JSON holds', () => {
  const readme = readFileSync(kept.readme, 'utf8')
  expect(readmeWithFigures(readme, keptResults())).toBe(readme)
  const figures = frontFigures(keptResults())
  expect(figures.length).toBeGreaterThanOrEqual(3)
  expect(figures.length).toBeLessThanOrEqual(5)
})

it('keeps no host names or paths', () => {
  const json = readFileSync(kept.json, 'utf8')
  expect(json).not.toMatch(/"(?:host|hostname|path|cwd)"|\/(?:home|root|work|Users|tmp)\//)
})

it('puts new figures in the place of the last ones', () => {
  const readme = readFileSync(kept.readme, 'utf8')
  const once = readmeWithFigures(readme, [{ ...result, front: '**Cold start**: 0.20 ×.' }])
  expect(once).toContain('- **Cold start**: 0.20 ×.\n<!-- End')
  expect(readmeWithFigures(once, keptResults())).toBe(readme)
  expect(() => readmeWithFigures('no place', [])).toThrow('README.md has no place')
})

it('words the faults out of their last row', () => {
  const rows = [{ name: 'all: failures in 1234 runs', value: '0', goal: '0', holds: true }]
  expect(frontFigures([{ ...result, bench: 'faults', rows }])).toEqual([expect.stringContaining('1,234 runs')])
})
