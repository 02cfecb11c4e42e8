import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AssumeOptions, assumeRole } from '../../src/accounts/assume.ts'
import { sessionPolicyCharacters } from '../../src/accounts/session-policy.ts'
import { makeSessions } from '../../src/accounts/sessions.ts'
import { openLedger } from '../../src/aws/ledger.ts'
import { makeReader } from '../../src/aws/reader.ts'
import { symptoms } from '../../src/intake/question.ts'
import { playbook } from '../../src/playbook/index.ts'
import { questionActions } from '../../src/playbook/question-actions.ts'
import { lookups } from '../../src/targets/resolve/index.ts'
import { ada, diagnosticRole, externalId, failing, type SpokeWorld, spoke, startSpokeWorld } from './spoke-world.ts'

const running: SpokeWorld[] = []
let now = Date.now()
beforeEach(() => {
  now = Date.now()
  vi.stubEnv('AWS_REGION', 'eu-west-1')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(running.splice(0).map(({ aws }) => aws.close()))
})

async function start(faults: readonly { on: string; error: string; times: number }[] = []): Promise<SpokeWorld> {
  const elsewhere = [
    { account: spoke, ...failing, tables: [{ name: 'orders' }], roles: [diagnosticRole()] },
    { account: spoke, region: 'us-west-2', ...failing },
  ]
  const world = await startSpokeWorld({ world: { elsewhere, faults: [...faults] }, now: () => now })
  running.push(world)
  return world
}

/** A session on the spoke's role as a question would open it. */
function sessionOptions({ aws }: SpokeWorld, more: Partial<AssumeOptions> = {}): AssumeOptions {
  return {
    roleArn: `arn:aws:iam::${spoke}:role/FirstlookDiagnostic`,
    account: spoke,
    externalId,
    region: 'eu-west-1',
    homeRegion: 'eu-west-1',
    partition: 'aws',
    scope: { actions: ['lambda:GetFunctionConfiguration', 'dynamodb:GetItem'], regions: ['eu-west-1'] },
    asker: ada,
    sessions: makeSessions(() => now),
    signal: AbortSignal.timeout(10_000),
    ledger: openLedger(),
    credentials: { accessKeyId: 'AKIAFIRSTLOOKWORKER0', secretAccessKey: 'simulated' },
    endpoint: aws.url,
    ...more,
  }
}

const question = 'why-errors orders in prod'

describe('sessions are held', () => {
  it('for one person and one kind of question, and shared by those who ask at the same time', async () => {
    const world = await start()

    await Promise.all([world.ask(question), world.ask(question), world.ask(question)])
    await world.ask(question)

    expect(world.opened()).toHaveLength(1)
  })

  it.each([
    ['another person', question, { ...ada, user: 'U0MIGUEL' }],
    ['another channel', question, { ...ada, channel: 'C0PAYMENTS' }],
    ['another region', `${question} region us-west-2`, ada],
    ['another kind of question', 'why-slow orders in prod', ada],
  ])('but not for %s', async (_, line, asker) => {
    const world = await start()

    await world.ask(question)
    await world.ask(line, asker)

    expect(world.opened()).toHaveLength(2)
  })

  it('until five minutes before they end, and then opened anew', async () => {
    const world = await start()
    await world.ask(question)

    now += 9 * 60_000
    await world.ask(question)
    expect(world.opened()).toHaveLength(1)
    now += 2 * 60_000
    await world.ask(question)
    expect(world.opened()).toHaveLength(2)
    now += 16 * 60_000
    expect(await world.ask(question)).toMatchObject({
      kind: 'report',
      report: { verdict: expect.any(String), gaps: [] },
    })
  })

  it('not when they could not be opened', async () => {
    const world = await start([{ on: 'sts:AssumeRole', error: 'AccessDenied', times: 1 }])

    expect(await world.ask(question)).toMatchObject({ report: { gaps: [{ probe: 'sts.session' }] } })
    expect(await world.ask(question)).toMatchObject({ report: { verdict: 'cause-found' } })
  })

  it('and not lost for others when the first who asked ran out of time', async () => {
    const world = await start()
    const sessions = makeSessions(() => now)
    const hurried = assumeRole(sessionOptions(world, { sessions, signal: AbortSignal.abort(new Error('too late')) }))
    const patient = assumeRole(sessionOptions(world, { sessions }))

    await expect(hurried).rejects.toThrow('too late')
    expect((await patient).accessKeyId).toMatch(/^ASIA/)
    expect(world.opened()).toHaveLength(1)
  })
})

describe('a session policy', () => {
  it.each(symptoms)('for why-%s is within STS’s limit and holds every action of the question', async (symptom) => {
    const world = await start()
    const actions = questionActions(symptom, playbook, lookups)
    await assumeRole(sessionOptions(world, { scope: { actions, regions: ['eu-west-1', 'us-west-2', 'ap-south-1'] } }))

    const policy = String(world.opened()[0]?.Policy)
    const allowed: string[] = JSON.parse(policy).Statement.flatMap(({ Action }: { Action: string[] }) => Action)
    const isAllowed = (action: string) => allowed.includes(action) || allowed.includes(`${action.split(':')[0]}:*`)
    expect(policy.length).toBeLessThanOrEqual(sessionPolicyCharacters)
    expect(actions.filter((action) => action !== 'sts:GetCallerIdentity' && !isAllowed(action))).toEqual([])
    expect(allowed).not.toContain('*')
  })

  it('bounds the role: other actions, other regions and what the role denies stay out of reach', async () => {
    const world = await start()
    const credentials = await assumeRole(sessionOptions(world))
    const at = makeReader({
      account: spoke,
      region: 'eu-west-1',
      partition: 'aws',
      signal: AbortSignal.timeout(10_000),
      endpoint: world.aws.url,
      credentials,
    })
    const configuration = new GetFunctionConfigurationCommand({ FunctionName: 'orders' })

    expect(await at.client(LambdaClient).send(configuration)).toMatchObject({ FunctionName: 'orders' })
    await expect(at.client(LambdaClient, 'us-west-2').send(configuration)).rejects.toThrow('no session policy allows')
    await expect(at.client(CloudWatchClient).send(new DescribeAlarmsCommand({}))).rejects.toThrow('no session policy')
    await expect(at.client(DynamoDBClient).send(new DescribeTableCommand({ TableName: 'orders' }))).rejects.toThrow(
      'no session policy allows the dynamodb:DescribeTable action',
    )
    await expect(
      at.client(DynamoDBClient).send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: '1' } } })),
    ).rejects.toThrow('explicit deny in an identity-based policy')
  })

  it('that is too large once packed gives way to one that names services', async () => {
    const world = await start([{ on: 'sts:AssumeRole', error: 'PackedPolicyTooLarge', times: 1 }])

    expect(await world.ask(question)).toMatchObject({ report: { verdict: 'cause-found' } })
    const [, second] = world.opened()
    expect(JSON.parse(String(second?.Policy)).Statement[0].Action).toContain('lambda:*')
    expect(world.aws.calls.filter(({ error }) => /Denied/.test(error ?? ''))).toEqual([])
  })
})

it('whatever Slack says of a person, STS takes the names', async () => {
  const world = await start()
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom('', ' ', 'aws:x', '\u202e', 'a\nb'),
  )
  await fc.assert(
    fc.asyncProperty(fc.record({ user: text, team: text, channel: text, incident: text }), async (asker) => {
      expect((await assumeRole(sessionOptions(world, { asker }))).accessKeyId).toMatch(/^ASIA/)
    }),
    { numRuns: 60 },
  )
})
