import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { blockFaults } from '../../sandbox/slack/limits/limits.ts'
import { makeSessions } from '../../src/accounts/sessions.ts'
import { type ConfigInput, loadConfig } from '../../src/config/config.ts'
import { informing } from '../../src/entry/information.ts'
import { parseCommand } from '../../src/intake/grammar.ts'
import type { Surroundings } from '../../src/report/information/command.ts'
import { type Doctor, type DoctorPlace, mostCallsEach } from '../../src/report/information/doctor/doctor.ts'
import { renderPage } from '../../src/report/information/slack.ts'
import { renderPageText } from '../../src/report/information/terminal.ts'
import { diagnosticRole, externalId, type SpokeWorld, spoke, startSpokeWorld } from './spoke-world.ts'

const running: SpokeWorld[] = []
beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(running.splice(0).map(({ aws }) => aws.close()))
})

/** An account with an API that logs and a function behind it, so that most actions have something to be tried on. */
const shop: DeclaredWorld = {
  functions: [{ name: 'orders' }],
  restApis: [
    { name: 'orders-api', methods: { 'GET /orders': 'orders' }, stages: [{ name: 'prod', loggingLevel: 'ERROR' }] },
  ],
  logGroups: [{ name: '/aws/lambda/orders', events: [] }],
  tables: [{ name: 'orders' }],
  queues: [{ name: 'orders-queue' }],
  eventRules: [{ name: 'orders-rule', pattern: { source: ['shop'] } }],
  buckets: [{ name: 'orders-bucket' }],
  stacks: [{ name: 'orders-stack' }],
}

interface Seen {
  readonly data: Doctor
  readonly place: DoctorPlace
  readonly text: string
  readonly world: SpokeWorld
}

async function doctor(
  place: object,
  {
    line = 'doctor',
    world: more = {},
    config = {},
    surroundings,
  }: {
    line?: string
    world?: DeclaredWorld
    config?: ConfigInput
    surroundings?: Surroundings
  } = {},
): Promise<Seen> {
  const world = await startSpokeWorld({
    world: { elsewhere: [{ account: spoke, ...shop, roles: [diagnosticRole()], ...place }], ...more },
  })
  running.push(world)
  const prod = { id: spoke, regions: ['eu-west-1'], externalId }
  const inform = informing(loadConfig({ accounts: { prod }, ...config }), {
    endpoint: world.aws.url,
    credentials: { accessKeyId: 'AKIAFIRSTLOOKWORKER0', secretAccessKey: 'simulated' },
    sessions: makeSessions(),
    ...(surroundings !== undefined && { surroundings }),
  })
  const parsed = parseCommand(line, { now: Date.now() })
  if (parsed.kind !== 'info') throw new Error(`“${line}” is no command`)
  const informed = await inform(
    'doctor',
    { ...parsed.request, asker: { user: 'U0ADA', incident: 'doctor' } },
    { door: 'terminal' },
  )
  if (informed.kind !== 'page') throw new Error(JSON.stringify(informed))
  const messages = renderPage(informed.page, { command: line })
  expect(messages.flatMap(({ blocks }) => blockFaults(blocks))).toEqual([])
  expect(messages.length).toBeLessThanOrEqual(4)
  const data = informed.data as Doctor
  const [first] = data.places
  if (first === undefined) throw new Error('no place was looked at')
  const text = renderPageText(informed.page, line, { isColour: false, columns: 120 }).replace(/\s+/g, ' ')
  return { data, place: first, text, world }
}

const writes = /:(?!GET|Get|List|Describe|Lookup|Filter|Simulate|AssumeRole|Test|TagSession|SetSourceIdentity)/

describe('an account where all is right', () => {
  it('works, with every action called or simulated, by reads alone and within the budget', async () => {
    const { place, text, world } = await doctor(shop)

    expect(place.actions.denied).toEqual([])
    expect(place.actions.unchecked).toEqual([])
    expect(place.actions.called.length).toBeGreaterThan(75)
    expect(place.sight).toMatchObject({ probes: { denied: 0, unchecked: 0 }, causes: { blind: 0, unchecked: 0 } })
    expect(place).toMatchObject({
      grade: 'works',
      logGroups: { unreachable: [], unknown: [] },
      stages: { looked: 1, quiet: [] },
    })
    expect(text).toContain('✓ prod (')
    expect(place.calls).toBeLessThanOrEqual(mostCallsEach)
    expect(world.aws.calls.length).toBeLessThanOrEqual(mostCallsEach + 1)
    expect(world.aws.calls.map(({ action }) => action).filter((action) => writes.test(action))).toEqual([])
    expect(world.aws.calls.filter(({ service }) => service === 'ce')).toEqual([])
  })

  it('says what it did not look at: alarms and Firstlook itself, from a terminal', async () => {
    const { data, text } = await doctor(shop)

    expect(data.own).toBeUndefined()
    expect(text).toContain('Alarms: not checked')
    expect(text).toContain('Firstlook itself: not checked from here')
  })

  it('tells when forwarding was seen working, and where it never was', async () => {
    const at = Date.parse('2026-11-23T11:00:00Z')
    const lastAlarm = async ({ account }: { account: string }) => (account === spoke ? at : undefined)
    const own = [{ name: 'Table', grade: 'works', words: 'It can be read.' }] as const
    const seen = await doctor(shop, { surroundings: { lastAlarm, ownChecks: async () => own } })
    expect(seen.place.lastAlarm).toBe('2026-11-23T11:00:00.000Z')
    expect(seen.data.own).toEqual(own)
    expect(seen.text).toContain('forwarding was seen working')

    const never = await doctor(shop, { surroundings: { lastAlarm: async () => undefined } })
    expect(never.place.lastAlarm).toBeNull()
    expect(never.text).toMatch(/no alarm event was ever seen[\s\S]*set-alarm-state/)
  })
})

describe('a role that cannot be assumed', () => {
  const [assuming, naming] = diagnosticRole().trust.Statement
  if (assuming === undefined || naming === undefined) throw new Error('the trust policy has two statements')
  const other = { ...assuming, Condition: { StringEquals: { 'sts:ExternalId': 'another' } } }

  it.each([
    ['deleted', { roles: [] }],
    ['of another external id', { roles: [diagnosticRole('aws', [other, naming])] }],
  ])('%s leaves the place blind, with the statement its trust policy lacks', async (_, place) => {
    const { place: seen, text } = await doctor(place)

    expect(seen).toMatchObject({
      grade: 'blind',
      closed: {
        roleArn: `arn:aws:iam::${spoke}:role/FirstlookDiagnostic`,
        statement: { Action: ['sts:AssumeRole'], Condition: { StringEquals: { 'sts:ExternalId': externalId } } },
      },
      actions: { called: [] },
    })
    expect(seen.sight).toBeUndefined()
    expect(text).toContain('✗ prod')
    expect(text).toContain(`"sts:ExternalId": "${externalId}"`)
    expect(text).toContain('Nothing else could be looked at there.')
  })
})

/** The diagnostic role as an older Firstlook made it: without these actions. */
function olderRole(...lacking: readonly string[]) {
  const role = diagnosticRole()
  const text = JSON.stringify(role.inline)
  const without = lacking.reduce(
    (rest, action) => rest.replaceAll(`"${action}",`, '').replaceAll(`,"${action}"`, ''),
    text,
  )
  expect(without).not.toContain(lacking[0])
  return { ...role, inline: JSON.parse(without) }
}

it('one action denied is named with the causes it blinds and the statement that mends it', async () => {
  const { place, text } = await doctor({ roles: [olderRole('dynamodb:DescribeTable')] })

  expect(place.grade).toBe('partly')
  expect(place.actions.denied.map(({ action, how }) => [action, how])).toEqual([['dynamodb:DescribeTable', 'called']])
  const [blind] = place.sight?.blind ?? []
  expect(blind?.causes).toContain('ddb-provisioned-low')
  expect(blind?.causes).not.toContain('lambda-oom')
  expect(place.sight?.causes.blind).toBe(blind?.causes.length)
  expect(text).toContain('dynamodb:DescribeTable is refused: AccessDeniedException')
  expect(text).toMatch(/"Action": \[ "dynamodb:DescribeTable" \]/)
})

it('an action that cannot be called is known from the simulator, allowed or not', async () => {
  const { place } = await doctor({ roles: [olderRole('ce:GetCostAndUsage')] })

  expect(place.actions.denied).toMatchObject([{ action: 'ce:GetCostAndUsage', how: 'simulated' }])
  expect(place.actions.simulated).toContain('ce:GetAnomalies')
})

it('without the simulator, what was not called is not checked, and the place does not work', async () => {
  const { place, text } = await doctor({ roles: [olderRole('iam:SimulatePrincipalPolicy')] })

  expect(place.grade).toBe('partly')
  expect(place.actions.simulated).toEqual([])
  expect(place.actions.unchecked.map(({ action }) => action)).toContain('ce:GetCostAndUsage')
  expect(place.actions.simulatorProblem).toContain('AccessDenied')
  expect(text).toContain('could not be asked')
})

it('logs denied are unreachable groups and blind causes', async () => {
  const { place, text } = await doctor({ roles: [olderRole('logs:FilterLogEvents')] })

  expect(place.grade).toBe('partly')
  expect(place.logGroups?.unreachable.map(({ group }) => group)).toContain('/aws/lambda/orders')
  const blind = place.sight?.blind.find(({ action }) => action === 'logs:FilterLogEvents')
  expect(blind?.causes).toContain('lambda-oom')
  expect(text).toMatch(/function orders .* cannot be searched/)
})

it('a forbidden action is not said to be mended by the role', async () => {
  const scp = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'lambda:GetPolicy', Resource: '*' },
    ],
  }
  const { place, text } = await doctor(shop, { world: { scp } as DeclaredWorld })

  expect(place.actions.denied.map(({ action }) => action)).toEqual(['lambda:GetPolicy'])
  expect(text).toContain('A policy forbids lambda:GetPolicy; no statement in the role mends that.')
})

it('an API that logs nothing is named, with the command that turns its log on', async () => {
  const restApis = [{ name: 'orders-api', methods: { 'GET /orders': 'orders' }, stages: [{ name: 'prod' }] }]
  const httpApis = [{ name: 'carts-api', routes: { 'GET /carts': 'orders' } }]
  const { place, text } = await doctor({ restApis, httpApis })

  expect(place.grade).toBe('partly')
  expect(place.stages?.quiet.map(({ api, off }) => [api, off])).toEqual([
    ['orders-api', ['execution', 'access']],
    ['carts-api', ['access']],
  ])
  expect(text).toContain('aws apigateway update-stage --rest-api-id')
})

it('a region that is off is blind, with the command that turns it on, and the others are looked at', async () => {
  const region = 'me-central-1'
  const config = { accounts: { prod: { id: spoke, regions: ['eu-west-1', region], externalId } } }
  const { data, text } = await doctor(shop, { config, world: { regionsOff: [{ account: spoke, region }] } })

  expect(data.places.map((each) => [each.region, each.grade])).toEqual([
    ['eu-west-1', 'works'],
    [region, 'blind'],
  ])
  expect(text).toContain(`aws account enable-region --region-name ${region}`)
  expect(text).toContain('2 accounts and regions: 1 works, 1 blind')
})

it('an account with nothing in it works as far as the simulator tells, and claims no more', async () => {
  const { place, text } = await doctor({
    functions: [],
    restApis: [],
    logGroups: [],
    tables: [],
    queues: [],
    eventRules: [],
    buckets: [],
    stacks: [],
  })

  expect(place.actions.called).not.toContain('lambda:GetPolicy')
  expect(place.actions.simulated).toContain('lambda:GetPolicy')
  expect(text).toContain('none of a function or stage was found')
  expect(text).toContain('there is no API')
})
