import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { answersFrom } from './setup/answers.ts'
import {
  deployHub,
  outputsOf,
  printManifest,
  printSpokes,
  type Setup,
  storeSecrets,
  writeConfig,
} from './setup/steps.ts'

const help = `Sets Firstlook up, one step after the other. Each says what it will do, asks, and can be run again.

  npm run setup [-- --dry-run] [-- --folder <folder>]

  --dry-run      do nothing, only say it; the default where CI is set
  --no-dry-run   do it although CI is set
  --folder       where firstlook.config.ts is; this checkout when left out

Answers may come on standard input, a line for each question.
`

async function main(): Promise<void> {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      'dry-run': { type: 'boolean', default: (process.env.CI ?? '') !== '' },
      folder: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(help)
  const root = join(import.meta.dirname, '..')
  const say = (text: string): void => void process.stdout.write(`${text}\n`)
  const answers = answersFrom(process.stdin, process.stdout)
  const setup: Setup = {
    answers,
    say,
    root,
    folder: values.folder === undefined ? root : resolve(values.folder),
    isDry: values['dry-run'],
  }
  const step = (title: string): void => say(`\n== ${title}`)
  try {
    step('1 of 5: the configuration')
    const config = await writeConfig(setup)
    step('2 of 5: the hub')
    const organizationId = await answers.ask(
      'Organisation of your accounts (o-…); without one no account can be watched, the hub’s own included',
    )
    const email = await answers.ask('E-mail address that is told when Firstlook itself fails; empty for none')
    const told = { organizationId, email }
    await deployHub(setup, told)
    const outputs = outputsOf(setup)
    step('3 of 5: the Slack app')
    await printManifest(setup, outputs)
    step('4 of 5: the secrets')
    await storeSecrets(setup, outputs)
    step('5 of 5: the watched accounts')
    printSpokes(setup, config, outputs, told)
    say('\nThen ask `/aws doctor` in Slack: it says what works, and what mends the rest.')
  } finally {
    answers.close()
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
