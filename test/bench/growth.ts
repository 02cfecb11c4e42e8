import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { type Incident, incidents } from '../incidents/incident.ts'
import { latency, type TimedAnswer, timed } from './answer-time.ts'
import { judged, type Measured, quantile, ratio } from './result.ts'

const sizes = [10, 100, 1000]
const logLines = [10, 10_000_000]
const linesAPage = 100_000
const readMs = 60
const runs = 3
const windowMinutes = 60

/** What an account is filled with: so many of each, named so that the thing asked about stands last. */
const fillers: Readonly<Record<string, (name: string) => object>> = {
  restApis: (name) => ({ name }),
  httpApis: (name) => ({ name }),
  functions: (name) => ({ name }),
  tables: (name) => ({ name }),
  queues: (name) => ({ name }),
  eventRules: (name) => ({ name, pattern: { source: ['other'] } }),
}

const questions = [
  { path: '502/handler-throws.json', about: 'REST API' },
  { path: '504/http-api-timeout.json', about: 'HTTP API' },
  { path: 'errors/handler-throws.json', about: 'function' },
  { path: 'throttled-tables/own-ceiling-on-demand.json', about: 'table' },
  { path: 'no-event/detail-type-case.json', about: 'rule' },
  { path: 'stuck/mapping-switched-off.json', about: 'queue' },
]
const questionsOfLogs = [
  { path: '502/handler-throws.json', about: 'REST API' },
  { path: 'errors/handler-throws.json', about: 'function that throws' },
  { path: 'timeout/default-three-seconds.json', about: 'function that times out' },
]

interface Step {
  readonly cells: readonly string[]
  /** How many times as long for ten times as many. */
  readonly perTenfold: number
  readonly reads: number
  readonly isSameVerdict: boolean
}

/** The same questions in accounts of ten, a hundred and a thousand of each thing, and over ten and ten million lines of log. */
export async function growth(): Promise<Measured> {
  const ofAccount: Step[] = []
  for (const { path, about } of questions) ofAccount.push(...(await grown(path, about, sizes, filled)))
  const ofLogs: Step[] = []
  for (const { path, about } of questionsOfLogs) ofLogs.push(...(await grown(path, about, logLines, withLines)))
  const memory = await memories(sizes.map((size) => filled(worldOf('502/handler-throws.json').world, size)))
  const memoryGrowth = (memory.at(-1) ?? Number.NaN) / (memory[0] ?? Number.NaN)
  const head = ['ms', 'for tenfold', 'reads', 'verdict']
  return {
    title: 'Growth',
    rows: [
      ...judgedSteps('things', ofAccount),
      ...judgedSteps('log lines', ofLogs),
      judged('memory with 1,000 of each thing / with 10', ratio(memoryGrowth), '≤ 1.20', memoryGrowth <= 1.2),
    ],
    tables: [
      { title: 'Accounts', head: ['asked about', 'of each thing', ...head], rows: ofAccount.map(({ cells }) => cells) },
      { title: 'Logs', head: ['asked about', 'lines', ...head], rows: ofLogs.map(({ cells }) => cells) },
    ],
    notes: [
      `Medians of ${runs} answers at ${readMs} ms a read. An account holds so many REST APIs, HTTP APIs, functions, tables, queues and rules at once; the thing asked about stands last in every list. Names are asked for at the source where AWS lets one; lists that AWS only pages are paged.`,
      `Lines are those of an hour. They are filtered at the source and not sent: the simulated service looks through ${linesAPage.toLocaleString('en-US')} of them for a page and gives a token, matches or not. AWS does not publish that number; with fewer lines a page there are more pages.`,
      `Memory is the most that a fresh process of the command line held for one answer: ${memory.map((each) => `${each.toFixed(0)} MB`).join(', ')}.`,
    ],
    counts: {
      worstForTenfoldThings: worstOf(ofAccount),
      worstForTenfoldLines: worstOf(ofLogs),
      mostReads: Math.max(...[...ofAccount, ...ofLogs].map(({ reads }) => reads)),
      memoryGrowth,
    },
  }
}

function judgedSteps(of: string, steps: readonly Step[]) {
  const worst = worstOf(steps)
  const reads = Math.max(...steps.map((step) => step.reads))
  const changed = steps.filter(({ isSameVerdict }) => !isSameVerdict).length
  return [
    judged(`answer for ten times as many ${of}, worst`, ratio(worst), '≤ 1.20', worst <= 1.2),
    judged(`${of}: reads per answer, most`, String(reads), '≤ 25', reads <= 25),
    judged(`${of}: answers with another verdict or cause than the smallest`, String(changed), '0', changed === 0),
  ]
}

function worstOf(steps: readonly Step[]): number {
  return Math.max(...steps.map(({ perTenfold }) => perTenfold))
}

async function grown(
  path: string,
  about: string,
  amounts: readonly number[],
  grow: (world: Incident['world'], amount: number) => object,
): Promise<Step[]> {
  const { command, world } = worldOf(path)
  const steps: Step[] = []
  let before: { readonly amount: number; readonly ms: number; readonly said: string } | undefined
  for (const amount of amounts) {
    const answers: TimedAnswer[] = []
    // The first one of each size is not counted.
    for (let run = 0; run <= runs; run += 1) answers.push(await timed(path, command, grow(world, amount), readMs))
    const counted = answers.slice(1)
    const ms = quantile(
      counted.map(({ answerMs }) => answerMs),
      0.5,
    )
    const reads = Math.max(...counted.map((each) => each.reads))
    const said = saidBy(counted[0])
    const perTenfold = before === undefined ? 1 : (ms / before.ms) ** (1 / Math.log10(amount / before.amount))
    steps.push({
      cells: [
        about,
        amount.toLocaleString('en-US'),
        ms.toFixed(0),
        before === undefined ? '' : ratio(perTenfold),
        String(reads),
        said,
      ],
      perTenfold,
      reads,
      isSameVerdict: before === undefined || said === before.said,
    })
    before = { amount, ms, said: before?.said ?? said }
  }
  return steps
}

function saidBy(answer: TimedAnswer | undefined): string {
  const { verdict, causes } = answer?.report ?? { verdict: 'none', causes: [] }
  return [verdict, ...causes.slice(0, 1).map(({ id, strength }) => `${id} ${strength}`)].join(', ')
}

function worldOf(path: string): Incident {
  const found = incidents(path.split('/')[0] ?? '').find((each) => each.path === path)
  if (found === undefined) throw new Error(`there is no incident ${path}`)
  return found.incident
}

function filled(world: Incident['world'], size: number): object {
  const lists = Object.entries(fillers).map(([list, filler]) => {
    const own = Array.isArray(world[list]) ? world[list] : []
    const others = Array.from({ length: Math.max(0, size - own.length) }, (_, index) => filler(`other-${index}`))
    return [list, [...others, ...own]]
  })
  return { ...world, ...Object.fromEntries(lists) }
}

function withLines(world: Incident['world'], lines: number): object {
  const groups = Array.isArray(world.logGroups) ? world.logGroups : []
  const otherLines = { perMinute: lines / windowMinutes, aPage: linesAPage }
  return { ...world, logGroups: groups.map((group: object) => ({ ...group, otherLines })) }
}

const root = join(import.meta.dirname, '../..')
const tellMemory =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("\\n>"+process.resourceUsage().maxRSS))'

/** Megabytes that the command line holds at most while it answers, in each of the accounts. */
async function memories(worlds: readonly object[]): Promise<number[]> {
  const megabytes: number[] = []
  for (const world of worlds) {
    const aws = await startAws({ ...world, latencyMs: latency(5) } as DeclaredWorld)
    try {
      const { stderr } = await promisify(execFile)(
        process.execPath,
        ['--import', tellMemory, join(root, 'src/entry/cli.ts'), 'why-502', 'orders-api', '--json'],
        {
          cwd: root,
          timeout: 60_000,
          maxBuffer: 10e6,
          env: {
            PATH: process.env.PATH,
            AWS_ENDPOINT_URL: aws.url,
            AWS_REGION: 'eu-west-1',
            AWS_ACCESS_KEY_ID: 'AKIAFIRSTLOOKBENCH00',
            AWS_SECRET_ACCESS_KEY: 'not-a-real-secret',
          },
        },
      )
      megabytes.push((Number(stderr.slice(stderr.lastIndexOf('\n>') + 2)) * 1024) / 1e6)
    } finally {
      await aws.close()
    }
  }
  return megabytes
}
