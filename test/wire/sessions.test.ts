import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import type { Answer } from '../../src/report/answer.ts'
import { type Report, reportSchema } from '../../src/report/report.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import {
  diagnosticRole,
  externalId,
  failing,
  hub,
  type SpokeOptions,
  type SpokeWorld,
  spoke,
  startSpokeWorld,
} from './spoke-world.ts'

const running: SpokeWorld[] = []
beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(running.splice(0).map(({ aws }) => aws.close()))
})

async function start(options: SpokeOptions): Promise<SpokeWorld> {
  const world = await startSpokeWorld(options)
  running.push(world)
  return world
}

const inSpoke = (place: object = {}): DeclaredWorld => ({
  elsewhere: [{ account: spoke, ...failing, roles: [diagnosticRole()], ...place }],
})

function reportOf(answer: Answer): Report {
  if (answer.kind !== 'report') throw new Error(`no report but: ${answer.sentence}`)
  return reportSchema.parse(JSON.parse(JSON.stringify(answer.report)))
}

function sentenceOf(answer: Answer): string {
  if (answer.kind !== 'refused') throw new Error(`not refused but: ${answer.kind}`)
  return answer.sentence
}

const refusedIn = ({ aws }: SpokeWorld): string[] =>
  aws.calls.flatMap(({ action, error }) => (/Denied|Unauthorized/.test(error ?? '') ? [`${action} ${error}`] : []))

describe('a session', () => {
  it('in another account names who asked, is short, and may do what the question needs and no more', async () => {
    const world = await start({ world: inSpoke() })

    const report = reportOf(await world.ask('why-errors orders in prod'))

    expect(report).toMatchObject({ verdict: 'cause-found', target: { account: spoke } })
    const [opened, ...more] = world.opened()
    expect(more).toEqual([])
    expect(opened).toMatchObject({
      RoleArn: `arn:aws:iam::${spoke}:role/FirstlookDiagnostic`,
      RoleSessionName: 'firstlook-why-errors-U0ADA',
      DurationSeconds: 900,
      ExternalId: externalId,
      SourceIdentity: 'slack-U0ADA',
      Tags: [
        { Key: 'FirstlookUser', Value: 'U0ADA' },
        { Key: 'FirstlookTeam', Value: 'T0SHOP' },
        { Key: 'FirstlookChannel', Value: 'C0ORDERS' },
        { Key: 'FirstlookIncident', Value: 'why-errors' },
      ],
    })
    expect(world.aws.calls.filter(({ account }) => account === hub).map(({ operation }) => operation)).toEqual([
      'AssumeRole',
    ])
    expect(world.read().every((read) => read.endsWith(`${spoke} eu-west-1`))).toBe(true)
    expect(refusedIn(world)).toEqual([])
  })

  it('in the same account is opened on the role too', async () => {
    const world = await start({ world: { ...failing, roles: [diagnosticRole()] }, account: { id: hub } })

    expect(reportOf(await world.ask('why-errors orders in prod')).target.account).toBe(hub)
    expect(world.read().length).toBeGreaterThan(3)
    expect(refusedIn(world)).toEqual([])
  })

  it('for another region is opened at home and reads there', async () => {
    const world = await start({ world: inSpoke({ region: 'us-west-2' }) })

    expect(reportOf(await world.ask('why-errors orders in prod region us-west-2')).verdict).toBe('cause-found')
    expect(world.aws.calls.find(({ operation }) => operation === 'AssumeRole')?.region).toBe('eu-west-1')
    expect(world.read().every((read) => read.endsWith(`${spoke} us-west-2`))).toBe(true)
    expect(JSON.parse(String(world.opened()[0]?.Policy)).Statement[0].Condition).toEqual({
      StringEquals: { 'aws:RequestedRegion': ['us-west-2', 'eu-west-1', 'us-east-1'] },
    })
  })

  it.each([
    ['aws-cn', 'cn-north-1', 'cn-northwest-1'],
    ['aws-us-gov', 'us-gov-west-1', 'us-gov-east-1'],
  ])('works within %s', async (partition, home, region) => {
    vi.stubEnv('AWS_REGION', home)
    const roles = [diagnosticRole(partition)]
    const world = await start({
      partition,
      world: { region: home, elsewhere: [{ account: spoke, region, ...failing, roles }] },
      account: { regions: [region] },
    })

    expect(reportOf(await world.ask('why-errors orders in prod')).verdict).toBe('cause-found')
    expect(world.opened()[0]?.RoleArn).toBe(`arn:${partition}:iam::${spoke}:role/FirstlookDiagnostic`)
    expect(refusedIn(world)).toEqual([])
  })

  it('is refused across partitions before anything is sent', async () => {
    const world = await start({ world: inSpoke(), account: { regions: ['cn-north-1'] } })

    expect(sentenceOf(await world.ask('why-errors orders in prod'))).toMatch(
      /prod is in the partition aws-cn.*runs in aws\b/,
    )
    expect(sentenceOf(await world.ask('why-errors orders in prod region eu-west-1'))).toMatch(
      /aws-cn, and eu-west-1 belongs to aws\b/,
    )
    expect(world.aws.calls).toEqual([])
  })

  it('of one’s own credentials across partitions is told apart from bad credentials', async () => {
    const world = await start({ world: { ...inSpoke(), caller: {} } })

    expect(sentenceOf(await world.ask('why-errors orders region cn-north-1'))).toMatch(
      /123456789012 is in the partition aws, and cn-north-1 belongs to aws-cn/,
    )
  })
})

describe('a region that is off', () => {
  const region = 'me-central-1'

  it('in the watched account is named, with the command that turns it on', async () => {
    const world = await start({ world: { ...inSpoke({ region }), regionsOff: [{ account: spoke, region }] } })

    expect(sentenceOf(await world.ask(`why-errors orders in prod region ${region}`))).toBe(
      `The region ${region} is not turned on in prod (${spoke}). Turn it on with \`aws account enable-region --region-name ${region}\`, or ask about another region.`,
    )
  })

  it('in the hub alone does no harm', async () => {
    const world = await start({ world: { ...inSpoke({ region }), regionsOff: [{ region }] } })

    expect(reportOf(await world.ask(`why-errors orders in prod region ${region}`)).verdict).toBe('cause-found')
  })

  it('in one’s own account is named too', async () => {
    const world = await start({ world: { ...inSpoke(), caller: {}, regionsOff: [{ region }] } })

    expect(sentenceOf(await world.ask(`why-errors orders region ${region}`))).toContain(
      `The region ${region} is not turned on in account ${hub}`,
    )
  })
})

describe('a role that cannot be assumed', () => {
  const [assuming, naming] = diagnosticRole().trust.Statement
  if (assuming === undefined || naming === undefined) throw new Error('the trust policy has two statements')
  const role = (...trust: (typeof assuming)[]) => ({ roles: [diagnosticRole('aws', trust)] })
  const trusted = { ...assuming, Condition: { StringEquals: { 'sts:ExternalId': externalId } } }

  it.each([
    ['is gone', { roles: [] }, 'sts:AssumeRole', trusted],
    [
      'expects another external id',
      role({ ...assuming, Condition: { StringEquals: { 'sts:ExternalId': 'another' } } }, naming),
      'sts:AssumeRole',
      trusted,
    ],
    [
      'trusts somebody else',
      role({ ...assuming, Principal: { AWS: '999999999999' } }, naming),
      'sts:AssumeRole',
      trusted,
    ],
    [
      'may not be told who asks',
      role(assuming),
      'sts:TagSession',
      { Effect: 'Allow', Principal: assuming.Principal, Action: ['sts:SetSourceIdentity', 'sts:TagSession'] },
    ],
  ])('because it %s is a gap with the statement its trust policy lacks', async (_, place, action, statement) => {
    const world = await start({ world: inSpoke(place) })

    const report = reportOf(await world.ask('why-errors orders in prod'))

    expect(report).toMatchObject({ verdict: 'insufficient-evidence', causes: [] })
    expect(report.gaps).toEqual([
      {
        probe: 'sts.session',
        action,
        resource: `arn:aws:iam::${spoke}:role/FirstlookDiagnostic`,
        error: expect.stringContaining('AccessDenied'),
        statement,
      },
    ])
    expect(report.summary).toContain('could not be assumed')
    const shown = renderTerminal(report, { isColour: false, columns: 100 })
    expect(shown).toContain('in the trust policy of that role closes the gap')
    expect(world.read()).toEqual([])
  })

  it('can be, once its trust policy has that statement', async () => {
    const world = await start({ world: inSpoke({ roles: [diagnosticRole('aws', [naming])] }) })
    const [gap] = reportOf(await world.ask('why-errors orders in prod')).gaps
    const mended = { ...diagnosticRole(), trust: { Version: '2012-10-17', Statement: [naming, gap?.statement] } }
    const again = await start({ world: inSpoke({ roles: [mended] }) })

    expect(reportOf(await again.ask('why-errors orders in prod')).verdict).toBe('cause-found')
  })
})
