import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { membersOf, readModel } from '../../sandbox/aws/wire/shapes.ts'
import { manifestFor, unknownUrl } from '../../scripts/setup/manifest.ts'
import { loadConfig } from '../../src/config/config.ts'
import { parseSigningSecrets } from '../../src/entry/ingress/signing-secrets.ts'
import { parseCommand } from '../../src/intake/grammar.ts'
import { blocksOf, headingsOf, ownLinks, pageOf, root } from './page.ts'

const page = pageOf('deploy.md')
const lines = blocksOf(page, 'sh').flatMap((block) => block.split('\n').filter((line) => line !== ''))
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The words of a shell line; quotes keep a word together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain)
}

const startingWith = (...words: string[]) =>
  lines.map(wordsOf).filter((each) => words.every((word, index) => each[index] === word))
const flagsOf = (words: readonly string[]) => words.filter((word) => word.startsWith('--')).map((word) => word.slice(2))

it('has no command of a kind that is not checked here', () => {
  expect(lines.length).toBeGreaterThan(25)
  expect(lines.filter((line) => !/^(?:npm run|npx cdk|aws|git pull)\b/.test(line))).toEqual([])
})

it('runs scripts that exist, with flags that they take', () => {
  const help = execFileSync(process.execPath, [join(root, 'scripts/setup.ts'), '--help'], { encoding: 'utf8' })
  const runs = startingWith('npm', 'run')

  expect(runs.length).toBeGreaterThan(4)
  for (const [, , script = '', ...rest] of runs) {
    expect(Object.keys(scripts)).toContain(script)
    for (const flag of flagsOf(rest).filter((each) => each !== '')) expect(help).toContain(`--${flag}`)
  }
})

describe('cdk', () => {
  const app = readFileSync(join(root, 'infra/app.ts'), 'utf8')
  const sources = {
    FirstlookHub: readFileSync(join(root, 'infra/hub-stack.ts'), 'utf8'),
    FirstlookSpoke: readFileSync(join(root, 'infra/spoke-stack.ts'), 'utf8'),
  } as const
  const helpOf = new Map<string, string>()
  const help = (verb: string): string => {
    const known =
      helpOf.get(verb) ?? execFileSync(join(root, 'node_modules/.bin/cdk'), [verb, '--help'], { encoding: 'utf8' })
    helpOf.set(verb, known)
    return known
  }

  it.each(startingWith('npx', 'cdk').map((words) => [words.slice(2).join(' '), words] as const))('%s', (_, words) => {
    const [, , verb = '', stack = '', ...rest] = words
    for (const flag of flagsOf(rest)) expect(help(verb)).toContain(`--${flag}`)
    if (verb === 'bootstrap') return expect(help(verb)).toContain('cdk bootstrap')
    expect(app).toContain(`'${stack}'`)
    const parameters = rest.flatMap((word, index) => (rest[index - 1] === '--parameters' ? [word.split('=')[0]] : []))
    const source = stack === 'FirstlookHub' ? sources.FirstlookHub : sources.FirstlookSpoke
    for (const parameter of parameters) expect(source).toContain(`new CfnParameter(this, '${parameter}'`)
  })

  it('is given every parameter of the spoke, wherever one is made', () => {
    const wanted = [...sources.FirstlookSpoke.matchAll(/new CfnParameter\(this, '(\w+)'/g)].map(([, name]) => name)
    const making = lines.filter((line) =>
      /cdk deploy FirstlookSpoke --parameters|(?:create|update)-stack-set/.test(line),
    )

    expect(making).toHaveLength(3)
    for (const line of making) expect(wanted.filter((name) => !new RegExp(`[= ]${name}[=,]`).test(line))).toEqual([])
  })
})

/** Packages of services by their names on the command line, and operations whose packages this repository does not have. */
const packages: Readonly<Record<string, () => Promise<object>>> = {
  cloudformation: () => import('@aws-sdk/client-cloudformation'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  sts: () => import('@aws-sdk/client-sts'),
}
const known = ['organizations describe-organization', 'organizations list-roots']
const everywhere = ['query', 'output', 'region', 'profile']

describe('aws', () => {
  it.each(startingWith('aws').map((words) => [words.slice(1, 3).join(' '), words] as const))(
    '%s',
    async (name, words) => {
      if (known.includes(name)) return
      const [, service = '', operation = '', ...rest] = words
      const load = packages[service]
      if (load === undefined) throw new Error(`say in this test where ${service} is described`)
      const pascal = operation.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
      const found = readModel(await load()).operations.get(pascal)
      if (found === undefined) throw new Error(`${service} has no ${pascal}`)
      const members = membersOf(found.input).map(([member]) => member.toLowerCase())
      const flags = flagsOf(rest).filter((flag) => !everywhere.includes(flag))
      const strange = flags.filter(
        (flag) => ![flag, flag.replace(/^no-/, '')].some((each) => members.includes(each.replaceAll('-', ''))),
      )

      expect(strange).toEqual([])
    },
  )

  it('names outputs that the hub has, and the function that it makes', () => {
    const hub = readFileSync(join(root, 'infra/hub-stack.ts'), 'utf8')
    for (const output of ['RequestUrl', 'WorkerRoleArn', 'EventBusArn', 'SigningSecretArn', 'BotSecretArn'])
      expect(hub).toContain(`this.output('${output}'`)
    expect(hub).toContain("new Worker(this, 'Answers'")
    expect(hub).toContain("new Storage(this, 'Storage')")
  })
})

describe('what is to be pasted', () => {
  it('as a secret is read by the ingress', () => {
    const [plain = '', bot = '', both = ''] = blocksOf(page, 'json')

    expect(parseSigningSecrets(plain)).toHaveLength(1)
    expect(Object.keys(JSON.parse(bot))).toEqual(['botToken', 'botId', 'botUserId'])
    expect(parseSigningSecrets(both)).toEqual(['NEW', 'OLD'])
  })

  it('as configuration is accepted', () => {
    const [fragment = ''] = blocksOf(page, 'ts')
    const config = loadConfig(new Function(`return {${fragment}}`)())

    expect(config.accounts.prod?.regions).toEqual(['eu-west-1', 'us-east-1'])
    expect(config.alarmChannel).toBe('C0123ABCD')
  })

  it('in Slack is understood', () => {
    const typed = blocksOf(page, '').flatMap((block) => block.split('\n').filter((line) => line.startsWith('/aws ')))

    expect(typed).toHaveLength(2)
    for (const line of [...typed, '/aws export'])
      expect(parseCommand(line.slice('/aws '.length), { now: Date.now() }).kind, line).not.toBe('help')
  })

  it('into the manifest stands there as often as it says', () => {
    const manifest = readFileSync(join(root, 'manifest.yml'), 'utf8')

    expect(page).toContain('stands there three times')
    expect(manifest.split(unknownUrl)).toHaveLength(4)
    expect(
      manifestFor(manifest, 'https://x.example.com/slack/events').split('https://x.example.com/slack/events'),
    ).toHaveLength(4)
  })
})

it.each(['deploy.md', 'security.md'])('links of %s lead somewhere', (name) => {
  const missing = ownLinks(pageOf(name)).filter((link) => {
    const [path = '', fragment] = link.split('#')
    const file = path === '' ? join(root, 'docs', name) : join(root, 'docs', path)
    return !existsSync(file) || (fragment !== undefined && !headingsOf(readFileSync(file, 'utf8')).includes(fragment))
  })

  expect(missing).toEqual([])
})
