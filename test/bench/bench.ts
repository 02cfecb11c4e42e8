import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { machineWords, resultLines } from './page.ts'
import { type BenchResult, type Measured, thisMachine } from './result.ts'
import { jsonOf, keepResult, latestResults } from './stored.ts'

/** Each is loaded when it runs, in the order of the page. `costs` takes up what `storm` has counted. */
const benches: Readonly<Record<string, (minutes?: number) => Promise<Measured>>> = {
  answers: async () => (await import('./answers.ts')).answers(),
  growth: async () => (await import('./growth.ts')).growth(),
  faults: async () => (await import('./faults.ts')).faults(),
  cold: async () => (await import('./cold-start.ts')).cold(),
  storm: async () => (await import('./alarms.ts')).alarms(),
  steady: async (minutes) => (await import('./steady.ts')).steady(minutes),
  soak: async (minutes) => (await import('./soak.ts')).soak(minutes),
  peers: async () => (await import('./peers.ts')).peers(),
  costs: async () => (await import('./costs.ts')).costs(),
}

const options = process.argv.slice(2)
/** `soak 30`: how long those run that run for a time. */
const minutes = options.map(Number).find((number) => number > 0)
const wanted = options.filter((option) => !option.startsWith('--') && !(Number(option) > 0))
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

/** Runs benches one after the other. The exit code is 1 where a goal is missed or a bench broke off; the others run all the same. */
async function run(names: readonly string[], isWritten: boolean): Promise<void> {
  process.stdout.write(
    `${machineWords(thisMachine())}. Ratios hold within one run; milliseconds vary with the machine.\n`,
  )
  mkdirSync(latestResults, { recursive: true })
  for (const bench of names) {
    const result = await resultOf(bench).catch((error: unknown) => {
      process.stderr.write(`\n${bench} broke off: ${error instanceof Error ? error.stack : String(error)}\n`)
      process.exitCode = 1
    })
    if (result === undefined) continue
    writeFileSync(join(latestResults, `${bench}.json`), jsonOf(result))
    if (isWritten) keepResult(result, Object.keys(benches))
    process.stdout.write(resultLines(result))
    if (result.rows.some(({ holds }) => holds === false)) process.exitCode = 1
  }
}

async function resultOf(bench: string): Promise<BenchResult | undefined> {
  const machine = thisMachine()
  const startedAt = Date.now()
  const measured = await benches[bench]?.(minutes)
  if (measured === undefined) return undefined
  return {
    bench,
    at: new Date(startedAt).toISOString(),
    seconds: (Date.now() - startedAt) / 1000,
    machine,
    ...measured,
  }
}
