import type { BenchResult } from './result.ts'

const begin = '<!-- Figures: written by `npm run bench -- --write`. -->'
const end = '<!-- End of the figures. -->'
const mostFigures = 5

/** The few lines that stand in the README, each out of one bench. */
export function frontFigures(results: readonly BenchResult[]): string[] {
  return results.flatMap((result) => result.front ?? faultsLine(result)).slice(0, mostFigures)
}

/** The README with its figures put in the place of the last ones. Throws where the README has no place for them. */
export function readmeWithFigures(readme: string, results: readonly BenchResult[]): string {
  const from = readme.indexOf(begin)
  const to = readme.indexOf(end)
  if (from === -1 || to < from) throw new Error('README.md has no place for the figures of the benches')
  const lines = frontFigures(results).map((figure) => `- ${figure}`)
  return `${readme.slice(0, from)}${[begin, ...lines].join('\n')}\n${readme.slice(to)}`
}

function faultsLine({ bench, rows }: BenchResult): string[] {
  const all = rows.find(({ name }) => name.startsWith('all: failures in '))
  const runs = /failures in ([\d,]+) runs/.exec(all?.name ?? '')?.[1]
  if (bench !== 'faults' || runs === undefined || all === undefined) return []
  return [
    `**Faults**: ${Number(runs.replaceAll(',', '')).toLocaleString('en-US')} runs, each with a call refused, reset or stalled or the worker killed at it; lost, doubled or left unfinished in ${all.value} of them.`,
  ]
}
