import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Config } from '../../src/config/config.ts'
import { identify } from '../../src/entry/server.ts'
import type { Answers } from './answers.ts'
import { configOf, editConfig, type Wanted } from './config-edit.ts'
import { lineDiff } from './line-diff.ts'
import { manifestFor, unknownUrl } from './manifest.ts'
import {
  botSecretWith,
  isReplacing,
  readSecret,
  signingSecretAlone,
  signingSecretWith,
  writeSecret,
} from './secrets.ts'
import { type HubOutputs, hubOutputs, spokeLines, stackSetLines, type Told } from './spokes.ts'

export interface Setup {
  readonly answers: Answers
  readonly say: (text: string) => void
  /** The repository, where commands run. */
  readonly root: string
  /** Where firstlook.config.ts is. */
  readonly folder: string
  /** Says what would be done, and does none of it. */
  readonly isDry: boolean
}

/** Beside what is synthesized: bundling makes `dist` anew. */
const outputsFile = 'cdk.out/hub.outputs.json'

/** Asks for accounts and channels and puts them into firstlook.config.ts; what is there stays. */
export async function writeConfig({ answers, say, root, folder, isDry }: Setup): Promise<Config> {
  const file = join(folder, 'firstlook.config.ts')
  const before = readFileSync(existsSync(file) ? file : join(root, 'firstlook.config.ts'), 'utf8')
  const config = await configOf(before)
  const known = Object.entries(config.accounts).map(([name, { id }]) => `${name} (${id})`)
  say(`Accounts to watch${known.length === 0 ? '' : `; there already: ${known.join(', ')}`}.`)
  const wanted: Wanted['accounts'][number][] = []
  for (;;) {
    const name = await answers.ask('  Name of an account, as people will type it; empty to go on')
    if (name === '') break
    const id = await answers.ask(`  Account id of ${name}, 12 digits`)
    const regions = (
      await answers.ask('  Its regions, the main one first, with commas', process.env.AWS_REGION ?? 'eu-west-1')
    )
      .split(/[\s,]+/)
      .filter((region) => region !== '')
    const present = config.accounts[name]?.externalId
    const externalId = await answers.ask('  Its external id', present ?? randomBytes(15).toString('base64url'))
    wanted.push({ name, id, regions, externalId })
  }
  const alarmChannel = await answers.ask(
    'Channel that alarms are answered in, its id (C…); empty for none',
    config.alarmChannel ?? '',
  )
  const defaultRegion = await answers.ask(
    'Region of questions that name none; empty for each account’s first',
    config.defaultRegion ?? '',
  )
  const { text, byHand } = editConfig(before, config, {
    accounts: wanted,
    ...(alarmChannel !== '' && { alarmChannel }),
    ...(defaultRegion !== '' && { defaultRegion }),
  })
  const after = await configOf(text)
  for (const sentence of byHand) say(sentence)
  const diff = existsSync(file) ? lineDiff(before, text) : []
  if (existsSync(file) && diff.length === 0) {
    say('firstlook.config.ts needs no change.')
    return after
  }
  say(diff.length === 0 ? `${file} will be written.` : `firstlook.config.ts will change:\n${diff.join('\n')}`)
  if (isDry) say('Dry run: not written.')
  else if (await answers.agree('Write it?')) {
    writeFileSync(file, text)
    say('Written.')
  } else say('Not written.')
  return after
}

/** Builds and deploys the hub after showing what would change. */
export async function deployHub(setup: Setup, { organizationId, email }: Told): Promise<void> {
  const parameters = [
    ...(organizationId === '' ? [] : ['--parameters', `OrganizationId=${organizationId}`]),
    ...(email === '' ? [] : ['--parameters', `OwnAlarmsEmail=${email}`]),
  ]
  await offered(setup, 'Build the functions', ['npm', 'run', 'bundle'])
  await offered(setup, 'Show what the hub stack would change', ['npx', 'cdk', 'diff', 'FirstlookHub'])
  await offered(setup, 'Deploy the hub stack into the account of your AWS credentials', [
    // What would change was shown, and has been agreed to.
    ...['npx', 'cdk', 'deploy', 'FirstlookHub', '--require-approval', 'never', '--outputs-file', outputsFile],
    ...parameters,
  ])
}

export function outputsOf({ root }: Setup): HubOutputs {
  const file = join(root, outputsFile)
  return hubOutputs(existsSync(file) ? readFileSync(file, 'utf8') : undefined)
}

/** Prints the manifest with the hub's address. */
export async function printManifest({ answers, say, root }: Setup, { RequestUrl }: HubOutputs): Promise<void> {
  const url = await answers.ask('Request URL, the output RequestUrl of the hub stack', RequestUrl ?? unknownUrl)
  say(manifestFor(readFileSync(join(root, 'manifest.yml'), 'utf8'), url))
  say(
    'On https://api.slack.com/apps choose “Create New App”, “From a manifest”, and paste this; an app that is there takes it',
  )
  say(
    'under “App Manifest”. Then install the app in your workspace. Its address is verified once the secrets are stored.',
  )
}

/** Stores Slack's secrets with the caller's own credentials; the signing secret that is replaced goes on being taken. */
export async function storeSecrets({ answers, say, isDry }: Setup, outputs: HubOutputs): Promise<void> {
  const { SigningSecretArn: signing, BotSecretArn: bot } = outputs
  if (isDry || signing === undefined || bot === undefined) {
    say(
      isDry ? 'Dry run: no secret is asked for or stored. By hand:' : 'The hub’s outputs are not known here. By hand:',
    )
    say(
      `aws secretsmanager put-secret-value --secret-id ${signing ?? 'SIGNING_SECRET_ARN'} --secret-string file://signing-secret.json`,
    )
    say(
      `aws secretsmanager put-secret-value --secret-id ${bot ?? 'BOT_SECRET_ARN'} --secret-string file://bot-secret.json`,
    )
    say(
      'with {"signingSecret":"…"} in the one file and {"botToken":"xoxb-…","botId":"B…","botUserId":"U…"} in the other.',
    )
    return
  }
  const [, , , region] = signing.split(':')
  const client = new SecretsManagerClient(region === undefined ? {} : { region })
  const signingSecret = await answers.askSecret(
    'Signing secret, under “Basic Information”; empty to keep the one there is',
  )
  if (signingSecret !== '' && (await answers.agree(`Store it in ${signing}?`))) {
    await writeSecret(client, signing, signingSecretWith(await readSecret(client, signing), signingSecret))
    say('Stored. Requests signed with the one before are taken too, until setup is run again and told to forget it.')
  } else if (signingSecret === '') {
    const known = await readSecret(client, signing)
    if (
      known !== undefined &&
      isReplacing(known) &&
      (await answers.agree('Forget the signing secret that was replaced?'))
    )
      await writeSecret(client, signing, signingSecretAlone(known))
  }
  const botToken = await answers.askSecret(
    'Bot token, under “OAuth & Permissions” (xoxb-…); empty to keep the one there is',
  )
  if (botToken !== '' && (await answers.agree(`Ask Slack whose it is, and store it in ${bot}?`))) {
    await writeSecret(client, bot, botSecretWith(await readSecret(client, bot), await identify(botToken)))
    say('Stored. Functions that run already take it within five minutes.')
  }
}

/** Prints the lines that deploy the spokes. */
export function printSpokes({ say }: Setup, config: Config, outputs: HubOutputs, told: Told): void {
  if (Object.keys(config.accounts).length === 0) {
    say('No account is configured, so there is no spoke to deploy.')
    return
  }
  say('In each watched account and region, with credentials of that account:')
  for (const [name, account] of Object.entries(config.accounts))
    for (const line of spokeLines(name, account, outputs, told)) say(line)
  say('Or for all of them, from the organisation’s management account, after `npm run synth`; UNIT_ID is')
  say('the organisational unit they are in, or the root, as `aws organizations list-roots` tells it:')
  for (const line of stackSetLines(config.accounts, outputs, told)) say(line)
}

/** Says a command, and runs it when that is wanted. Throws an Error when it fails. */
async function offered({ answers, say, root, isDry }: Setup, what: string, command: readonly string[]): Promise<void> {
  say(`${what}: ${command.join(' ')}`)
  if (isDry) return say('Dry run: not run.')
  if (!(await answers.agree('Run it?'))) return say('Skipped.')
  const [program = '', ...words] = command
  const child = spawn(program, words, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await new Promise<number>((ended, failed) => {
    child.on('error', failed)
    child.on('exit', (exit) => ended(exit ?? 1))
  })
  if (code !== 0)
    throw new Error(
      `${command.join(' ')} ended with ${code}. Mend what it says and run setup again; what is done stays.`,
    )
}
