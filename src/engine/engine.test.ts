import { describe, expect, it, vi } from 'vitest'
import { makeReader } from '../aws/reader.ts'
import { optional } from '../evidence/probe.ts'
import { defineCause } from '../playbook/cause.ts'
import type { Playbook } from '../playbook/playbook.ts'
import { defineHop, defineSign } from '../playbook/sign.ts'
import { lambdaFunction } from '../targets/target.ts'
import { conclude } from './conclude.ts'
import { makeGatherer } from './gather.ts'
import { investigate } from './investigate.ts'
import { causeOf, orders, place, playbookOf, probeOf, signOf } from './playbook-in-test.ts'

const now = Date.parse('2026-11-23T03:00:00Z')
const minute = 60_000

async function run(
  playbook: Playbook,
  signal = new AbortController().signal,
  onBroken?: (id: string, error: unknown) => void,
) {
  const aws = makeReader({ ...place, signal })
  const gatherer = makeGatherer({ aws, window: { from: now - 60 * minute, to: now }, now })
  const investigation = await investigate({
    roots: [orders],
    symptom: 'errors',
    playbook,
    gatherer,
    signal,
    ...(onBroken && { onBroken }),
  })
  return { investigation, conclusion: conclude(investigation, 'errors') }
}

const idsOf = (conclusion: ReturnType<typeof conclude>): string[] =>
  conclusion.causes.map(({ found }) => found.cause.id)
const accessDenied = Object.assign(
  new Error('User: arn:aws:iam::1:user/x is not authorized to perform: lambda:GetPolicy on resource: arn:x'),
  {
    name: 'AccessDeniedException',
  },
)

describe('evidence', () => {
  it('is read once, however many causes ask', async () => {
    const fetch = vi.fn(async () => 1)
    const probe = probeOf('test.shared', fetch)

    await run(playbookOf({ causes: [causeOf('a', { probe }), causeOf('b', { probe }), causeOf('c', { probe })] }))

    expect(fetch).toHaveBeenCalledTimes(1)
  })

  it('that is denied makes only the causes that need it inconclusive, with the action AWS named', async () => {
    const refused = probeOf('test.refused', () => Promise.reject(accessDenied))

    const { investigation } = await run(
      playbookOf({ causes: [causeOf('blind', { probe: refused }), causeOf('seeing')] }),
    )

    expect(investigation.outcomes.map(({ cause, status }) => [cause.id, status]).sort()).toEqual([
      ['blind', 'inconclusive'],
      ['seeing', 'found'],
    ])
    expect(investigation.readings.find((reading) => reading.probe.id === 'test.refused')?.evidence).toMatchObject({
      status: 'denied',
      action: 'lambda:GetPolicy',
      resource: 'arn:x',
    })
  })

  it('that is optional and unread never lets a plain "clear" stand', async () => {
    const cause = defineCause({
      id: 'hasty',
      target: 'function',
      symptoms: ['errors'],
      cause: 'A test.',
      fix: () => ({}),
      docs: 'https://docs.aws.amazon.com/lambda/',
      known: 'confirmed',
      needs: { maybe: optional(probeOf('test.refused', () => Promise.reject(accessDenied))) },
      diagnose: () => 'clear',
    })

    const { investigation } = await run(playbookOf({ causes: [cause] }))

    expect(investigation.outcomes[0]).toMatchObject({ status: 'inconclusive' })
  })

  it('that has not come back at the deadline is skipped, and the answer is given', async () => {
    const stuck = probeOf('test.stuck', () => new Promise<number>(() => {}))

    const { investigation } = await run(
      playbookOf({ causes: [causeOf('waiting', { probe: stuck }), causeOf('quick')] }),
      AbortSignal.timeout(30),
    )

    expect(investigation.interrupted).toBe(true)
    expect(investigation.outcomes.find(({ cause }) => cause.id === 'waiting')).toMatchObject({
      status: 'inconclusive',
      why: 'test.stuck was skipped',
    })
  })
})

describe('a cause', () => {
  it('that throws becomes inconclusive and is reported once', async () => {
    const onBroken = vi.fn()
    const broken = causeOf('broken', {
      diagnosis: () => {
        throw new Error('a bug')
      },
    })

    const { investigation } = await run(playbookOf({ causes: [broken] }), undefined, onBroken)

    expect(investigation.outcomes[0]).toMatchObject({ status: 'inconclusive' })
    expect(onBroken).toHaveBeenCalledExactlyOnceWith('broken', expect.objectContaining({ message: 'a bug' }))
  })

  it('known from memory alone is never proven', async () => {
    const { conclusion } = await run(
      playbookOf({ causes: [causeOf('hearsay', { known: 'memory', strength: 'proven' })], signs: [signOf({})] }),
    )

    expect(conclusion.causes[0]?.found.finding.strength).toBe('likely')
  })

  it('is judged on what a hop reaches, with the path that led there', async () => {
    const payments = lambdaFunction(place, 'payments')
    const hop = defineHop({
      id: 'calls',
      from: 'function',
      symptoms: ['errors'],
      needs: {},
      next: (_, { target }) => (target.id === 'orders' ? [payments] : []),
    })

    const { investigation } = await run(playbookOf({ causes: [causeOf('a')], hops: [hop] }))

    expect(investigation.reached.map(({ target, path }) => [target.id, path.map((each) => each.id)])).toEqual([
      ['orders', []],
      ['payments', ['orders']],
    ])
  })
})

describe('several things under one name', () => {
  it('are all observed, and only those that fail are looked into', async () => {
    const payments = lambdaFunction(place, 'payments')
    const sign = defineSign({
      id: 'test-sign',
      target: 'function',
      symptoms: ['errors'],
      needs: {},
      observe: (_, { target }) => ({
        state: target.id === 'orders' ? 'present' : 'absent',
        summary: '',
        facts: [],
        times: [],
      }),
    })
    const signal = new AbortController().signal
    const gatherer = makeGatherer({
      aws: makeReader({ ...place, signal }),
      window: { from: now - 60 * minute, to: now },
      now,
    })

    const investigation = await investigate({
      roots: [payments, orders],
      symptom: 'errors',
      playbook: playbookOf({ causes: [causeOf('a')], signs: [sign] }),
      gatherer,
      signal,
    })

    expect(investigation.sightings.length).toBe(2)
    expect(investigation.outcomes.map(({ target }) => target.id)).toEqual(['orders'])
  })
})

describe('the conclusion', () => {
  it('names nothing for a healthy system, whatever was found', async () => {
    const { conclusion } = await run(playbookOf({ causes: [causeOf('smell')], signs: [signOf({ state: 'absent' })] }))

    expect(conclusion).toMatchObject({ verdict: 'healthy', causes: [] })
  })

  it('keeps the causes of a failure that is over apart', async () => {
    const times = [now - 40 * minute]
    const { conclusion } = await run(
      playbookOf({ causes: [causeOf('was', { times })], signs: [signOf({ state: 'recovered', times })] }),
    )

    expect(conclusion).toMatchObject({ verdict: 'recovered', causes: [] })
    expect(conclusion.earlier.map(({ found }) => found.cause.id)).toEqual(['was'])
  })

  it('believes only what shows failures of its own when the failure itself could not be seen', async () => {
    const { conclusion } = await run(
      playbookOf({
        causes: [causeOf('guess'), causeOf('seen', { times: [now - minute] })],
        signs: [signOf({ state: 'unknown' })],
      }),
    )

    expect(idsOf(conclusion)).toEqual(['seen'])
  })

  it('drops failures at other times and on other requests', async () => {
    const observed = { times: [now - 5 * minute, now - 4 * minute], requestIds: ['r1', 'r2'], requestIdsComplete: true }
    const { conclusion } = await run(
      playbookOf({
        causes: [
          causeOf('then', { times: [now - 50 * minute] }),
          causeOf('theirs', { times: [now - 5 * minute], requestIds: ['r9'] }),
          causeOf('ours', { times: [now - 5 * minute], requestIds: ['r1'] }),
        ],
        signs: [signOf(observed)],
      }),
    )

    expect(idsOf(conclusion)).toEqual(['ours'])
    expect(conclusion.unrelated.map((found) => found.cause.id).sort()).toEqual(['theirs', 'then'])
  })

  it('puts effects into the chain of a deeper cause that is as sure as they are', async () => {
    const effect = causeOf('effect')
    const deep = await run(
      playbookOf({
        causes: [effect, causeOf('deep', { strength: 'proven', leadsTo: ['effect'] })],
        signs: [signOf({})],
      }),
    )
    const vague = await run(
      playbookOf({
        causes: [effect, causeOf('vague', { strength: 'possible', leadsTo: ['effect'] })],
        signs: [signOf({})],
      }),
    )

    expect(idsOf(deep.conclusion)).toEqual(['deep'])
    expect(deep.conclusion.causes[0]?.chain.map((found) => found.cause.id)).toEqual(['effect'])
    expect(idsOf(vague.conclusion)).toEqual(['effect'])
    expect(vague.conclusion.needless.map((found) => found.cause.id)).toEqual(['vague'])
  })

  it('keeps a possibility to itself when what is proven covers the failure', async () => {
    const times = [now - 5 * minute, now - 4 * minute]
    const whole = causeOf('whole', { times })
    const half = causeOf('half', { times: [now - 5 * minute] })
    const maybe = causeOf('maybe', { strength: 'possible' })
    const signs = [signOf({ times: [now - 20 * minute, ...times] })]

    expect(idsOf((await run(playbookOf({ causes: [whole, maybe], signs: [signOf({ times })] }))).conclusion)).toEqual([
      'whole',
    ])
    expect(idsOf((await run(playbookOf({ causes: [half, maybe], signs }))).conclusion)).toEqual(['half', 'maybe'])
  })

  it('ranks by strength, then by the symptom asked, then by id', async () => {
    const { conclusion } = await run(
      playbookOf({
        causes: [
          causeOf('z-likely', { strength: 'likely' }),
          causeOf('b-other', { symptoms: ['timeout'] }),
          causeOf('d-asked'),
          causeOf('c-asked'),
          causeOf('a-possible', { strength: 'possible' }),
        ],
        signs: [signOf({})],
      }),
    )

    expect(idsOf(conclusion)).toEqual(['c-asked', 'd-asked', 'b-other', 'z-likely'])
  })

  it.each([
    ['cause-found', ['proven', 'proven']],
    ['cause-found', ['likely']],
    ['several-possible', ['likely', 'likely']],
    ['several-possible', ['possible', 'possible']],
    ['insufficient-evidence', ['possible']],
    ['insufficient-evidence', []],
  ] as const)('says %s for findings %j', async (verdict, strengths) => {
    const causes = strengths.map((strength, index) => causeOf(`cause-${index}`, { strength }))

    const { conclusion } = await run(playbookOf({ causes, signs: [signOf({})] }))

    expect(conclusion.verdict).toBe(verdict)
  })

  it('lets a state that fails by itself speak over quiet metrics', async () => {
    const { conclusion } = await run(
      playbookOf({ causes: [causeOf('broken-state', { standsAlone: true })], signs: [signOf({ state: 'absent' })] }),
    )

    expect(conclusion).toMatchObject({ verdict: 'cause-found' })
  })
})
