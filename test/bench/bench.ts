import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alarms } from './alarms.ts'
import { answers } from './answers.ts'
import { cold } from './cold-start.ts'
import { faults } from './faults.ts'
import { growth } from './growth.ts'
import { machineWords, performancePage, resultLines } from './page.ts'
import { type BenchResult, type Measured, thisMachine } from './result.ts'

const benches: Readonly<Record<string, () => Promise<Measured>>> = { answers, growth, faults, cold, storm: alarms }

const root = join(import.meta.dirname, '../..')
const committed = join(root, 'docs/performance.json')
const latest = join(root, 'bench-results')

const options = process.argv.slice(2)
const wanted = options.filter((option) => !option.startsWith('--'))
const unknown = [
  ...wanted.filter((name) => benches[name] === undefined),
  ...options.filter((option) => option.startsWith('--') && option !== '--write'),
]
if (unknown.length > 0) {
  process.stderr.write(
    `There is no bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}. \`--write\` renews docs/performance.md.\n`,
  )
  process.exitCode = 2
} else await run(wanted.length > 0 ? wanted : Object.keys(benches), options.includes('--write'))

async function run(names: readonly string[], isWritten: boolean): Promise<void> {
  process.stdout.write(
    `${machineWords(thisMachine())}. Ratios hold within one run; milliseconds vary with the machine.\n`,
  )
  mkdirSync(latest, { recursive: true })
  for (const bench of names) {
    const machine = thisMachine()
    const startedAt = Date.now()
    const measured = await benches[bench]?.()
    if (measured === undefined) continue
    const at = new Date(startedAt).toISOString()
    const result: BenchResult = { bench, at, seconds: (Date.now() - startedAt) / 1000, machine, ...measured }
    writeFileSync(join(latest, `${bench}.json`), jsonOf(result))
    if (isWritten) keep(result)
    process.stdout.write(resultLines(result))
    if (result.rows.some(({ holds }) => holds === false)) process.exitCode = 1
  }
}

/** Puts a result in the place of the last one of its bench, and renews the page. */
function keep(result: BenchResult): void {
  const kept = { ...keptResults(), [result.bench]: result }
  const ordered = Object.keys(benches).flatMap((bench) => kept[bench] ?? [])
  writeFileSync(committed, jsonOf(Object.fromEntries(ordered.map((each) => [each.bench, each]))))
  writeFileSync(join(root, 'docs/performance.md'), performancePage(ordered))
}

function keptResults(): Record<string, BenchResult> {
  try {
    return JSON.parse(readFileSync(committed, 'utf8'))
  } catch {
    return {}
  }
}

function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
