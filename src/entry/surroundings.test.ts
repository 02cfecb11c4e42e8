import { afterEach, describe, expect, it } from 'vitest'
import { type LocalTable, startTable } from '../../sandbox/table.ts'
import { type AppInTest, startAppInTest } from '../slack/app-in-test.ts'
import { dynamoForwarding, type Forwarding } from '../store/forwarding.ts'
import { notingForwarding } from './surroundings.ts'

const event = {
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  account: '210987654321',
  region: 'eu-west-1',
  time: '2026-11-23T12:00:00Z',
  resources: ['arn:aws:cloudwatch:eu-west-1:210987654321:alarm:orders-5xx'],
  detail: {
    alarmName: 'orders-5xx',
    state: { value: 'ALARM', reason: 'Threshold crossed', timestamp: '2026-11-23T12:00:00.000+0000' },
    previousState: { value: 'OK', timestamp: '2026-11-23T11:00:00.000+0000' },
    configuration: { metrics: [] },
  },
}

let table: LocalTable | undefined
let app: AppInTest | undefined
afterEach(async () => {
  await table?.close()
  await app?.close()
  table = undefined
  app = undefined
})

describe('an alarm event', () => {
  it('is taken on, and where it came from is noted', async () => {
    table = await startTable()
    const forwarding = dynamoForwarding({ client: table.client, table: table.table, clock: () => 1_000_000 })
    const taken: unknown[] = []
    const take = notingForwarding(forwarding, silent(), async (each) => {
      taken.push(each)
    })
    await take(event, 'r1')

    expect(taken).toEqual([event])
    expect(await forwarding.last({ account: '210987654321', region: 'eu-west-1' })).toBe(1_000_000)
  })

  it('is taken on when it cannot be noted, which is logged', async () => {
    const broken: Forwarding = {
      note: async () => {
        throw new Error('the table is gone')
      },
      last: async () => undefined,
    }
    const errors: string[] = []
    const taken: unknown[] = []
    const take = notingForwarding(broken, silent(errors), async (each) => {
      taken.push(each)
    })
    await take(event, 'r1')

    expect(taken).toHaveLength(1)
    expect(errors).toEqual(['where an alarm came from was not noted'])
  })
})

function silent(errors: string[] = []) {
  return { info: () => undefined, error: (message: string) => errors.push(message) }
}

const page = {
  kind: 'page',
  command: 'doctor',
  page: { tone: 'good', title: 'One account and region: 1 works', lines: [], foot: [] },
  data: {},
} as const

describe('doctor in Slack', () => {
  it('stands in the channel, in the place of its progress', async () => {
    app = await startAppInTest()
    app.inform = async () => page
    await app.typed('/aws doctor')

    expect(app.shown()).toContain('1 works')
    expect(app.whispered()).not.toContain('1 works')
  })

  it('asked in private is for the asker alone, who is told first that it has begun', async () => {
    app = await startAppInTest()
    app.inform = async () => page
    await app.typed('/aws doctor private')

    expect(app.shown()).not.toContain('1 works')
    expect(app.whispered()).toMatch(/Looking: `doctor`[\s\S]*1 works/)
  })

  it('is refused to whoever may not ask', async () => {
    app = await startAppInTest({ access: { people: { users: ['U0NOBODY'] } } })
    app.inform = async () => page
    await app.typed('/aws doctor')

    expect(app.whispered()).toContain('You are not among those who may ask')
    expect(app.shown() + app.whispered()).not.toContain('1 works')
  })
})
