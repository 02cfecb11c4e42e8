import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { playbook } from '../../src/playbook/index.ts'
import { symptoms } from '../../src/targets/symptom.ts'
import { answerIn } from './handed-in.ts'
import { benchmarkPage, scoreTable } from './page.ts'
import { type NamedIncident, namedIncidents, runOf, scoresAt } from './run.ts'
import { type Score, scoreOf } from './score.ts'
import { askTool, environmentOf, serveIncident } from './serving.ts'
import { summariesBy } from './summary.ts'
import { synonymsOf } from './synonyms.ts'

const usage = `npm run benchmark                              asks Firstlook about every incident and writes docs/benchmark.md
npm run benchmark -- list [names|causes]       the incidents with their questions, or the ids of all causes in words
npm run benchmark -- serve <incident> [port]   serves the account of one incident until Ctrl-C
npm run benchmark -- ask <folder> '<command>'  runs a tool on every incident and keeps what it prints
npm run benchmark -- score <folder>            scores the answers in a folder

docs/benchmark-format.md says what an answer looks like.
`
const page = join(import.meta.dirname, '..', '..', 'docs', 'benchmark.md')
const readMs = 60
const toolSeconds = 600

const say = (text: string): boolean => process.stdout.write(text)

async function measure(): Promise<void> {
  const all = namedIncidents()
  const scores = await scoresAt(readMs, all, ({ incident }) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${incident}`)
  })
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K')
  const run = runOf(scores, all, readMs)
  const text = benchmarkPage(run)
  const before = readOr(page)
  writeFileSync(page, text)
  say(`${text.slice(text.indexOf('## By symptom'))}\n`)
  for (const score of scores) for (const line of faultsOf(score)) say(`${line}\n`)
  say(`${all.length} incidents; docs/benchmark.md is ${before === text ? 'as it was' : 'written'}.\n`)
}

function list(what: string | undefined): void {
  if (what === 'causes') {
    for (const { id, cause } of playbook.causes) say(`${[...new Set(synonymsOf(id))].join(', ')}\t${cause}\n`)
    return
  }
  for (const { name, incident } of namedIncidents())
    say(what === 'names' ? `${name}\n` : `${name}\t${incident.command}\n`)
}

async function serve(incident: NamedIncident, port: string | undefined): Promise<void> {
  const aws = await serveIncident(incident, Number(port ?? 0))
  const variables = Object.entries(environmentOf(incident, aws.url))
  say(`${variables.map(([name, value]) => `export ${name}=${quoted(value)}`).join('\n')}\n`)
  process.stderr.write('The account answers until Ctrl-C.\n')
}

async function ask(folder: string, line: string): Promise<void> {
  for (const incident of namedIncidents()) {
    const handed = await askTool(line, incident, resolve(folder), toolSeconds)
    say(handed.isAnswer ? `${incident.name}\n` : `${incident.name}: no answer: ${handed.why}\n`)
  }
}

function score(folder: string): void {
  const scores = namedIncidents().map(({ name, incident }) =>
    scoreOf(name, incident, answerIn(resolve(folder), name), synonymsOf),
  )
  for (const each of scores) for (const line of faultsOf(each)) say(`${line}\n`)
  say(
    `\n${scoreTable(
      'symptom',
      summariesBy(scores, (each) => each.symptom, symptoms),
    ).join('\n')}\n`,
  )
}

/** What an answer lost points for. */
function faultsOf({ incident, isAnswered, isTopRight, precisionAtFullRecall: share, falseCauses }: Score): string[] {
  if (!isAnswered) return [`${incident}: no answer`]
  return [
    ...(isTopRight === false ? [`${incident}: the first cause is not a true one`] : []),
    ...(share !== undefined && share < 1 ? [`${incident}: ITBench-AA ${share.toFixed(2)}`] : []),
    ...(falseCauses.length > 0 ? [`${incident}: named ${falseCauses.join(', ')}, and there is no cause to name`] : []),
  ]
}

function quoted(value: string): string {
  return /^[\w:/.-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function sentences(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}: ${sentences(error.cause)}`
}

function refuse(sentence: string): void {
  process.stderr.write(`${sentence}\n\n${usage}`)
  process.exitCode = 2
}

async function main([command, first, second]: readonly string[]): Promise<void> {
  if (command === undefined) return measure()
  if (command === 'help' || command === '--help') return void say(usage)
  if (command === 'list') return list(first)
  if (command === 'serve') {
    const incident = namedIncidents().find(({ name }) => name === first?.replace(/\.json$/, ''))
    return incident === undefined
      ? refuse(`There is no incident ${first ?? ''}. \`npm run benchmark -- list\` names them.`)
      : serve(incident, second)
  }
  if (command === 'ask')
    return first === undefined || second === undefined
      ? refuse('Give a folder for the answers and the command to run.')
      : ask(first, second)
  if (command === 'score') return first === undefined ? refuse('Give the folder of the answers.') : score(first)
  refuse(`There is no command ${command}.`)
}

if (import.meta.main) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${sentences(error)}\n`)
    process.exitCode = 1
  })
}
