import { readFileSync } from 'node:fs'
import { type Command, parseCommand } from '../intake/grammar.ts'
import type { Question } from '../intake/question.ts'
import type { Answer, Progress } from '../report/answer.ts'
import { answerAlarm } from '../report/ask-alarm.ts'
import type { Informed } from '../report/information/command.ts'
import { renderPageText } from '../report/information/terminal.ts'
import { mapStrings, redact, redactReport } from '../report/redact.ts'
import type { Report } from '../report/report.ts'
import { renderTerminal, type TerminalStyle } from '../report/terminal.ts'
import { answering, lookingUpAlarms, lookingUpAlarmTags, projectConfig } from './answering.ts'
import { helpText } from './help.ts'
import { type InformingOptions, informing } from './information.ts'

const exitAnswered = 0
const exitFailed = 1
const exitBadCommand = 2

/** Words of the command line as one line of the grammar: a word with spaces was quoted by the shell. */
function lineOf(words: readonly string[]): string {
  return words
    .map((word) =>
      /\s/.test(word) && !/^["'`]/.test(word) ? (word.includes('"') ? `\`${word}\`` : `"${word}"`) : word,
    )
    .join(' ')
}

async function main(words: readonly string[]): Promise<number> {
  const isJson = words.includes('--json')
  const rest = words.filter((word) => word !== '--json')
  const config = projectConfig()
  if (rest[0] === 'alarm') return alarm(rest[1], isJson)

  const command = parseCommand(lineOf(rest), { now: Date.now(), zone: config.timeZone })
  if (command.kind === 'help') {
    process.stdout.write(helpText(command.verb))
    return exitAnswered
  }
  if (command.kind === 'refused') return refuse(command.sentence, command.suggestions, isJson, exitBadCommand)
  if (command.kind === 'info') return show(await inform(command), isJson)
  return show(await ask(command.question), isJson)
}

function ask(question: Question): Promise<Answer> {
  const line = progressLine()
  return answering(projectConfig(), { onBroken: logBroken })(question, line.show).finally(line.clear)
}

async function alarm(path: string | undefined, isJson: boolean): Promise<number> {
  if (path === undefined)
    return refuse(
      'Which event? Give a file with an EventBridge alarm event: `alarm event.json`, or `alarm -` for standard input.',
      [],
      isJson,
      exitBadCommand,
    )
  let event: unknown
  try {
    event = JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8'))
  } catch (error) {
    const why = error instanceof SyntaxError ? `does not hold JSON (${error.message})` : 'cannot be read'
    return refuse(`${path} ${why}. Give a file with an EventBridge alarm event.`, [], isJson, exitBadCommand)
  }
  return show(
    await answerAlarm(event, ask, {
      now: Date.now(),
      lookUpAlarms: lookingUpAlarms(projectConfig()),
      lookUpTags: lookingUpAlarmTags(projectConfig()),
    }),
    isJson,
  )
}

async function inform({ verb, request }: Extract<Command, { kind: 'info' }>): Promise<Informed> {
  const line = progressLine()
  const informed = informing(projectConfig(), await keptIncidents())(
    verb.name,
    request,
    { door: 'terminal' },
    line.show,
  )
  return await informed.finally(line.clear)
}

/** The incidents of the table that `FIRSTLOOK_TABLE` names; its client is loaded only then. */
async function keptIncidents(): Promise<InformingOptions> {
  const table = process.env.FIRSTLOOK_TABLE
  if (table === undefined || table === '') return {}
  const { shelfOver } = await import('./shelf.ts')
  return { shelf: shelfOver(table, projectConfig()) }
}

function show(answer: Answer | Informed, isJson: boolean): number {
  if (answer.kind === 'page') {
    const { page, data, command } = answer
    const json = { schemaVersion: 1, command, ...mapStrings(data, redact) }
    process.stdout.write(isJson ? `${JSON.stringify(json, null, 2)}\n` : renderPageText(page, command, style()))
    return exitAnswered
  }
  if (answer.kind === 'report') {
    process.stdout.write(isJson ? `${JSON.stringify(redactReport(answer.report), null, 2)}\n` : terminal(answer.report))
    return exitAnswered
  }
  if (answer.kind === 'choice') {
    const lines = answer.options.map(({ label, command }) => `${command}    ${label}`)
    return refuse(answer.sentence, lines, isJson, exitBadCommand)
  }
  return refuse(answer.sentence, answer.nearMisses, isJson, answer.fault === 'access' ? exitFailed : exitBadCommand)
}

function terminal(report: Report): string {
  return renderTerminal(report, style())
}

function style(): TerminalStyle {
  const isColour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined
  return { isColour, columns: process.stdout.columns ?? 100 }
}

/** The sentence goes to standard error, so that a pipe never takes it for an answer; `--json` says it on both. */
function refuse(sentence: string, suggestions: readonly string[], isJson: boolean, exitCode: number): number {
  if (isJson) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, error: sentence, suggestions }, null, 2)}\n`)
  process.stderr.write(`${sentence}\n${suggestions.map((each) => `  ${each}\n`).join('')}`)
  return exitCode
}

function progressLine(): { show: (progress: Progress) => void; clear: () => void } {
  const isLive = process.stderr.isTTY === true
  let isPriceSaid = false
  const sayPrice = (price: string): void => {
    if (!isPriceSaid) process.stderr.write(`This costs ${price}.\n`)
    isPriceSaid = true
  }
  const write = (text: string): void => {
    if (isLive) process.stderr.write(`\r\u001b[2K${text}`)
  }
  return {
    show: ({ step, readsDone, readsStarted, causesDecided, causesTotal, price }) => {
      if (price !== undefined) sayPrice(price)
      write(
        `${step} · ${readsDone} of ${readsStarted} reads · ${causesDecided} of ${causesTotal} causes`.slice(
          0,
          process.stderr.columns ?? 100,
        ),
      )
    },
    clear: () => write(''),
  }
}

function logBroken(id: string, error: unknown): void {
  process.stderr.write(
    `firstlook: the check ${id} failed; please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`firstlook could not finish: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = exitFailed
  },
)
