import { describe, expect, it } from 'vitest'
import type { ChildAlarm } from '../evidence/cloudwatch/alarms.ts'
import type { Question } from '../intake/question.ts'
import { answerAlarm, type LookUpAlarms } from './ask-alarm.ts'
import { foundReport, healthyReport, recoveredReport } from './example-reports.ts'

const account = '123456789012'
const now = Date.parse('2026-11-23T03:00:00Z')
const arnOf = (name: string, place = `eu-west-1:${account}`) => `arn:aws:cloudwatch:${place}:alarm:${name}`
const child = (name: string, more: Partial<ChildAlarm> = {}): ChildAlarm => ({
  name,
  arn: arnOf(name),
  state: 'ALARM',
  configuration: {
    metrics: [
      {
        id: 'm1',
        metricStat: { metric: { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: name } } },
      },
    ],
  },
  ...more,
})
const composite = (rule: string, triggering: readonly string[] = []) => ({
  ...{ source: 'aws.cloudwatch', 'detail-type': 'CloudWatch Alarm State Change', account, region: 'eu-west-1' },
  resources: [arnOf('shop')],
  detail: {
    alarmName: 'shop',
    state: {
      value: 'ALARM',
      timestamp: '2026-11-23T02:59:00.000+0000',
      reasonData: JSON.stringify({ triggeringAlarms: triggering.map((arn) => ({ arn })) }),
    },
    configuration: { alarmRule: rule },
  },
})

async function answered(event: unknown, lookUpAlarms: LookUpAlarms, report = foundReport) {
  const asked: Question[] = []
  const answer = await answerAlarm(
    event,
    async (question) => {
      asked.push(question)
      return { kind: 'report', report: { ...report, notes: [], command: question.command } }
    },
    { now, lookUpAlarms },
  )
  const notes = answer.kind === 'report' ? answer.report.notes.join(' ') : answer.sentence
  return { answer, notes, names: asked.map(({ name, region }) => `${name} ${region}`) }
}
const from =
  (...all: ChildAlarm[]): LookUpAlarms =>
  async (names) =>
    all.filter(({ name }) => names.includes(name))

describe('a composite alarm', () => {
  it('asks about the alarms under it that fire, down through those that are composite themselves', async () => {
    const nested = child('payments', { rule: 'ALARM(charge) OR ALARM(refund)' })
    const { names } = await answered(
      composite('ALARM(orders) OR ALARM(payments)'),
      from(child('orders'), nested, child('charge'), child('refund', { state: 'OK' })),
    )
    expect(names).toEqual(['orders eu-west-1', 'charge eu-west-1'])
  })

  it('does not look into what only holds it back, though that has set it off', async () => {
    const { names } = await answered(
      composite('ALARM(orders) AND NOT ALARM(maintenance)', [arnOf('maintenance'), arnOf('orders')]),
      from(child('orders'), child('maintenance', { state: 'OK' })),
    )
    expect(names).toEqual(['orders eu-west-1'])
  })

  it('says which of them have no data, or are gone', async () => {
    const { notes } = await answered(
      composite('ALARM(orders) OR INSUFFICIENT_DATA(heartbeat) OR ALARM(deleted)'),
      from(child('orders'), child('heartbeat', { state: 'INSUFFICIENT_DATA' })),
    )
    expect(notes).toContain('The alarm heartbeat under shop has no data.')
    expect(notes).toContain('The alarm deleted under shop is not there any more.')
  })

  it('looks each up where it is, and says where it could not', async () => {
    const elsewhere = arnOf('carts', 'us-east-1:210987654321')
    const lookUp: LookUpAlarms = async (names, { account: place }) => {
      if (place !== account) throw Object.assign(new Error('not authorized'), { name: 'AccessDenied' })
      return await from(child('orders'))(names, { account, region: 'eu-west-1' })
    }
    const { names, notes } = await answered(composite(`ALARM(orders) OR ALARM("${elsewhere}")`), lookUp)
    expect(names).toEqual(['orders eu-west-1'])
    expect(notes).toContain(
      'The alarms under shop in account 210987654321, us-east-1 could not be read (AccessDenied: not authorized): carts.',
    )
  })

  it('of which nothing can be read says that, and names no cause', async () => {
    const { answer, notes } = await answered(composite('ALARM(orders)'), async () => {
      throw new Error('not authorized')
    })
    expect(answer.kind).toBe('refused')
    expect(notes).toContain('It takes cloudwatch:DescribeAlarms there.')
  })

  it('over many looks into five and names the others', async () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => child(name))
    const { names, notes } = await answered(
      composite(all.map(({ name }) => `ALARM(${name})`).join(' OR ')),
      from(...all),
    )
    expect(names).toHaveLength(5)
    expect(notes).toContain('Not looked into: alarm g: why-errors g.')
  })

  describe.each([healthyReport, recoveredReport])('under which what was seen is $verdict', (report) => {
    const verdictOf = async (rule: string, lookUp: LookUpAlarms) => {
      const { answer } = await answered(composite(rule), lookUp, report)
      return answer.kind === 'report' ? answer.report.verdict : answer.kind
    }
    const unanswerable = child('disk', { configuration: { metrics: [{ id: 'm1', expression: 'RAND()' }] } })
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => child(name))

    it('is said to be so when all of it was seen', async () => {
      expect(await verdictOf('ALARM(orders)', from(child('orders')))).toBe(report.verdict)
    })

    it('is said to be so when the rest is gone or has no data', async () => {
      const lookUp = from(child('orders'), child('idle', { state: 'INSUFFICIENT_DATA' }))
      expect(await verdictOf('ALARM(orders) OR ALARM(deleted) OR ALARM(idle)', lookUp)).toBe(report.verdict)
    })

    it('is not said to be well when an alarm under it could not be looked up', async () => {
      const elsewhere = arnOf('carts', 'us-east-1:210987654321')
      const lookUp: LookUpAlarms = async (names, place) => {
        if (place.account !== account) throw new Error('not authorized')
        return await from(child('orders'))(names, place)
      }
      expect(await verdictOf(`ALARM(orders) OR ALARM("${elsewhere}")`, lookUp)).toBe('insufficient-evidence')
    })

    it('is not said to be well when one watches what nothing can be asked about', async () => {
      const lookUp = from(child('orders'), unanswerable)
      expect(await verdictOf('ALARM(orders) OR ALARM(disk)', lookUp)).toBe('insufficient-evidence')
    })

    it('is not said to be well when there are more than are asked about', async () => {
      const rule = all.map(({ name }) => `ALARM(${name})`).join(' OR ')
      expect(await verdictOf(rule, from(...all))).toBe('insufficient-evidence')
    })
  })
})

describe('an alarm whose metric names nothing', () => {
  const event = {
    ...{ source: 'aws.cloudwatch', 'detail-type': 'CloudWatch Alarm State Change', account, region: 'eu-west-1' },
    resources: [arnOf('checkout-declined')],
    detail: {
      alarmName: 'checkout-declined',
      state: { value: 'ALARM', timestamp: '2026-11-23T02:59:00.000+0000' },
      configuration: {
        metrics: [{ id: 'm1', metricStat: { metric: { namespace: 'Shop', name: 'Declined', dimensions: {} } } }],
      },
    },
  }

  it('is answered by a guess, whose cause is at most likely', async () => {
    const { answer } = await answered(event, from())
    expect(foundReport.causes[0]?.strength).toBe('proven')
    expect(answer).toMatchObject({ report: { verdict: 'cause-found', causes: [{ strength: 'likely' }] } })
  })

  it.each([healthyReport, recoveredReport])('is not $verdict because what was guessed is', async (report) => {
    const { answer } = await answered(event, from(), report)
    expect(answer).toMatchObject({ report: { verdict: 'insufficient-evidence', causes: [] } })
  })
})
