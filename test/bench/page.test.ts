import { expect, it } from 'vitest'
import { performancePage, resultLines } from './page.ts'
import type { BenchResult } from './result.ts'

const result: BenchResult = {
  bench: 'answers',
  title: 'Answer time',
  at: '2026-11-24T00:40:00.000Z',
  seconds: 33,
  machine: { node: '24.1.0', cpu: 'EPYC', cores: 2, memoryGigabytes: 8, load: 3.1 },
  rows: [
    { name: 'against the critical path, p95', value: '1.45', goal: '≤ 1.30', holds: false },
    { name: 'reads, most', value: '23', goal: '≤ 25', holds: true },
    { name: 'rounds, median', value: '4' },
  ],
  tables: [{ title: 'By symptom', head: ['symptom', 'reads'], rows: [['a|b', '11']] }],
}

it('says what was missed as plainly as what was met, and on what machine', () => {
  const page = performancePage([result])
  expect(page).toContain('| against the critical path, p95 | 1.45 | ≤ 1.30 | **missed** |')
  expect(page).toContain('1 of 2 are met. Missed:\n\n- Answer time: against the critical path, p95: 1.45, goal ≤ 1.30')
  expect(page).toContain('| rounds, median | 4 |  |  |')
  expect(page).toContain('| a\\|b | 11 |')
  expect(page).toContain('2026-11-24, 33 s, Node 24.1.0, 2 × EPYC, 8 GB, load 3.1 before it began')
})

it('shows the same in the terminal', () => {
  const lines = resultLines(result)
  expect(lines).toMatch(/MISSED\s+against the critical path, p95\s+1\.45\s+goal ≤ 1\.30/)
  expect(lines).toMatch(/symptom\s+reads\n\s+a\|b\s+11/)
})
