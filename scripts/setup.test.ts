import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSigningSecrets } from '../src/entry/ingress/signing-secrets.ts'
import { configOf, editConfig } from './setup/config-edit.ts'
import { lineDiff } from './setup/line-diff.ts'
import { manifestFor } from './setup/manifest.ts'
import { botSecretWith, isReplacing, signingSecretAlone, signingSecretWith } from './setup/secrets.ts'

const root = join(import.meta.dirname, '..')
const written = readFileSync(join(root, 'firstlook.config.ts'), 'utf8')

function setup(
  answers: readonly string[],
  ...words: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((ended) => {
    const { CI: _, AWS_REGION: __, ...env } = process.env
    const child = spawn(process.execPath, [join(root, 'scripts/setup.ts'), ...words], { env })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.on('close', (code) => ended({ code, out, err }))
    child.stdin.end(`${answers.join('\n')}\n`)
  })
}

const account = ['prod', '210987654321', 'eu-west-1, us-east-1', 'an-external-id', '']
const refusals = ['n', 'n', 'n']
/** Two for channel and region, `y` to write, then organisation, e-mail and what is not run. */
const all = [
  ...account,
  'C0ALARMS',
  '',
  'y',
  'o-1234567890',
  'ops@example.com',
  ...refusals,
  'https://a.example.com/slack/events',
]

describe('setup with answers on standard input', () => {
  it('writes the configuration, prints manifest and spoke lines, and changes nothing when run again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstlook-setup-'))
    const file = join(folder, 'firstlook.config.ts')
    writeFileSync(file, written)
    const first = await setup(all, '--folder', folder)

    expect(first).toMatchObject({ code: 0, err: '' })
    const text = readFileSync(file, 'utf8')
    const config = await configOf(text)
    expect(config.accounts.prod).toMatchObject({
      id: '210987654321',
      regions: ['eu-west-1', 'us-east-1'],
      externalId: 'an-external-id',
    })
    expect(config.alarmChannel).toBe('C0ALARMS')
    expect(first.out).toContain("+     prod: { id: '210987654321'")
    expect(first.out).toContain('request_url: https://a.example.com/slack/events')
    expect(first.out).toContain('AWS_PROFILE=prod AWS_REGION=us-east-1 npx cdk deploy FirstlookSpoke')
    expect(first.out).toContain('create-stack-set --stack-set-name FirstlookSpoke')
    expect(first.out).toContain('ParameterKey=RoleRegion,ParameterValue=eu-west-1')
    expect(first.out.match(/OwnAlarmsEmail[=,](?:ParameterValue=)?ops@example\.com/g)).toHaveLength(4)

    const withoutWriting = all.toSpliced(all.indexOf('y'), 1)
    const second = await setup(withoutWriting, '--folder', folder)
    expect(second).toMatchObject({ code: 0, err: '' })
    expect(second.out).toContain('firstlook.config.ts needs no change.')
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('touches nothing in a dry run, which is the default in CI', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstlook-setup-'))
    const answers = [...account, 'C0ALARMS', '', 'o-1234567890', 'ops@example.com']
    const { code, out } = await setup(answers, '--folder', folder, '--dry-run')

    expect(code).toBe(0)
    expect(existsSync(join(folder, 'firstlook.config.ts'))).toBe(false)
    expect(out.match(/Dry run: not run\./g)).toHaveLength(3)
    expect(out).not.toContain('(not shown)')
  })

  it('writes nothing when it is told not to, nor when an answer is wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstlook-setup-'))
    const file = join(folder, 'firstlook.config.ts')
    writeFileSync(file, written)
    const refused = await setup(all.with(all.indexOf('y'), 'n'), '--folder', folder)
    expect(refused.out).toContain('Not written.')
    const wrong = await setup(['prod', '12345', 'eu-west-1', 'id', '', '', ''], '--folder', folder)

    expect(wrong.code).toBe(1)
    expect(wrong.err).toContain('accounts.prod.id: an account id is a string of 12 digits')
    expect(readFileSync(file, 'utf8')).toBe(written)
  })
})

describe('the configuration', () => {
  const prod = { name: 'prod', id: '210987654321', regions: ['eu-west-1'], externalId: "it's" }

  it('keeps every line that was there, and quotes what is put in', async () => {
    const { text, byHand } = editConfig(written, await configOf(written), {
      accounts: [prod],
      defaultRegion: 'eu-west-1',
    })

    expect(byHand).toEqual([])
    expect(lineDiff(written, text)).toEqual([
      "+     prod: { id: '210987654321', regions: ['eu-west-1'], externalId: 'it\\'s' },",
      "-   // defaultRegion: 'eu-west-1',",
      "+   defaultRegion: 'eu-west-1',",
    ])
    expect((await configOf(text)).accounts.prod?.externalId).toBe("it's")
  })

  it('never changes what somebody has set, and says so', async () => {
    const { text } = editConfig(written, await configOf(written), { accounts: [prod], alarmChannel: 'C0FIRST' })
    const again = editConfig(text, await configOf(text), {
      accounts: [{ ...prod, name: 'live' }],
      alarmChannel: 'C0SECOND',
    })

    expect(again.text).toBe(text)
    expect(again.byHand).toHaveLength(2)
  })

  it('of another shape is left to its owner', async () => {
    const own = "import { defineConfig } from './src/config/config.ts'\nexport default defineConfig({})\n"
    const { text, byHand } = editConfig(own, await configOf(own), { accounts: [prod], alarmChannel: 'C0FIRST' })

    expect(text).toBe(own)
    expect(byHand.join('\n')).toContain("prod: { id: '210987654321'")
  })
})

describe('the signing secret', () => {
  it('that is replaced goes on being taken until it is dropped', () => {
    const first = signingSecretWith('a random word of the stack', 'one')
    const second = signingSecretWith(first, 'two')

    expect(parseSigningSecrets(first)).toEqual(['one'])
    expect(parseSigningSecrets(second)).toEqual(['two', 'one'])
    expect(signingSecretWith(second, 'two')).toBe(second)
    expect([first, second].map(isReplacing)).toEqual([false, true])
    expect(parseSigningSecrets(signingSecretAlone(second))).toEqual(['two'])
  })
})

it('the bot’s secret keeps what else stands in it, and nothing of the random word it is made with', () => {
  const bot = { botToken: 'xoxb-new', botId: 'B1', botUserId: 'U1' }

  expect(JSON.parse(botSecretWith('a random word of the stack', bot))).toEqual(bot)
  expect(JSON.parse(botSecretWith('{"botToken":"xoxb-old","pagerDutyToken":"kept"}', bot))).toEqual({
    ...bot,
    pagerDutyToken: 'kept',
  })
})

it('the manifest takes an address of /slack/events only', () => {
  const manifest = readFileSync(join(root, 'manifest.yml'), 'utf8')

  expect(manifestFor(manifest, 'https://x.example.com/slack/events')).not.toContain('firstlook.example.com')
  expect(() => manifestFor(manifest, 'http://x.example.com/slack/events')).toThrow('is not a request URL')
  expect(() => manifestFor(manifest, 'https://x.example.com/')).toThrow('is not a request URL')
})
