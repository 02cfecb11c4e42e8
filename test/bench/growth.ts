import { incidents } from '../incidents/incident.ts'
import { type TimedAnswer, timed } from './answer-time.ts'
import { judged, type Measured, quantile, ratio } from './result.ts'

const sizes = [10, 100, 1000]
const readMs = 60
const runs = 3
const kinds = [
  { folder: '502', list: 'restApis', more: (name: string) => ({ name }) },
  { folder: 'errors', list: 'functions', more: (name: string) => ({ name }) },
  { folder: 'no-event', list: 'eventRules', more: (name: string) => ({ name, pattern: { source: ['other'] } }) },
  { folder: 'throttled-tables', list: 'tables', more: (name: string) => ({ name }) },
] as const

/** The same question in accounts of ten, a hundred and a thousand things of its kind. */
export async function growth(): Promise<Measured> {
  const rows: (readonly string[])[] = []
  const steps: { readonly name: string; readonly step: number; readonly reads: number }[] = []
  for (const { folder, list, more } of kinds) {
    const found = incidents(folder).find(({ incident: { world, kind } }) => list in world && kind === 'clean')
    if (found === undefined) throw new Error(`no incident of ${folder} declares ${list}`)
    const { command, world } = found.incident
    const medians: number[] = []
    for (const size of sizes) {
      const own = world[list] as object[]
      const others = Array.from({ length: size - own.length }, (_, index) => more(`other-${index}`))
      const grown = { ...world, [list]: [...others, ...own] }
      const answers: TimedAnswer[] = []
      for (let run = 0; run <= runs; run += 1) answers.push(await timed(found.path, command, grown, readMs))
      const median = quantile(
        answers.slice(1).map(({ answerMs }) => answerMs),
        0.5,
      )
      const before = medians.at(-1)
      const reads = Math.max(...answers.map((each) => each.reads))
      const step = before === undefined ? 1 : median / before
      medians.push(median)
      steps.push({ name: list, step, reads })
      rows.push([list, String(size), median.toFixed(0), before === undefined ? '' : ratio(step), String(reads)])
    }
  }
  const worst = Math.max(...steps.map(({ step }) => step))
  const reads = Math.max(...steps.map((each) => each.reads))
  return {
    title: 'Growth',
    rows: [
      judged('answer for ten times as many things, worst', ratio(worst), '≤ 1.20', worst <= 1.2),
      judged('reads per answer, most', String(reads), '≤ 25', reads <= 25),
    ],
    tables: [{ title: '', head: ['account of', 'things', 'ms', 'for tenfold', 'reads'], rows }],
    notes: [`Medians of ${runs} answers at ${readMs} ms a read; the thing asked about stands last in every list.`],
  }
}
