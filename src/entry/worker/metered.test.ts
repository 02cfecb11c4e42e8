import { describe, expect, it } from 'vitest'
import type { Question } from '../../intake/question.ts'
import type { Answer, Ask } from '../../report/answer.ts'
import { foundReport as report } from '../../report/example-reports.ts'
import type { Measured } from './meter.ts'
import { meteredAsk, meteredDelivery, meteredFetch, throttledAmong } from './metered.ts'

const question: Question = {
  symptom: '502',
  name: 'orders-api',
  window: { from: 0, to: 1 },
  command: 'why-502 orders-api',
  details: {},
}
const step = { step: 'read', readsStarted: 2, causesDecided: 0, causesTotal: 3 }

async function measuredOf(answer: () => Promise<Answer>): Promise<Measured[]> {
  const measured: Measured[] = []
  let now = 1000
  const ask: Ask = async (_, onProgress) => {
    now += 50
    onProgress?.({ ...step, readsDone: 0 })
    now += 70
    onProgress?.({ ...step, readsDone: 1, seen: 'orders: 37 errors' })
    now += 200
    onProgress?.({ ...step, readsDone: 2, seen: '12 failures' })
    return await answer()
  }
  await meteredAsk(ask, { answered: (each) => measured.push(each) }, () => now)(question).catch(() => undefined)
  return measured
}

describe('an answer', () => {
  it('is measured by its verdict, its time, the time of the first thing seen and its cost', async () => {
    expect(await measuredOf(async () => ({ kind: 'report', report }))).toEqual([
      {
        outcome: report.verdict,
        milliseconds: 320,
        firstFactMilliseconds: 120,
        reads: report.cost.calls,
        dollars: report.cost.usd,
        gaps: report.gaps.length,
      },
    ])
  })

  it('that is no report is measured as what it is, and one that broke as broken', async () => {
    const refused = await measuredOf(async () => ({ kind: 'refused', sentence: '', nearMisses: [], fault: 'access' }))
    const broken = await measuredOf(async () => {
      throw new Error('a fault of our own')
    })
    expect([...refused, ...broken]).toEqual([
      { outcome: 'refused', milliseconds: 320, firstFactMilliseconds: 120 },
      { outcome: 'broken', milliseconds: 320, firstFactMilliseconds: 120 },
    ])
  })

  it('reaches whoever asked unchanged, with its progress and its fault', async () => {
    const steps: number[] = []
    const fault = new Error('a fault of our own')
    const ask = meteredAsk(
      async (_, onProgress) => {
        onProgress?.({ ...step, readsDone: 1, seen: 'orders: 37 errors' })
        throw fault
      },
      { answered: () => undefined },
      () => 0,
    )
    await expect(ask(question, ({ readsDone }) => steps.push(readsDone))).rejects.toBe(fault)
    expect(steps).toEqual([1])
  })
})

it('a delivery counts as done only when it is', async () => {
  const counted: boolean[] = []
  const meter = { delivered: (isDone: boolean) => void counted.push(isDone) }
  await meteredDelivery(async () => 'delivered', meter)('i')
  await meteredDelivery(async () => 'busy', meter)('i')
  await expect(meteredDelivery(() => Promise.reject(new Error('Slack')), meter)('i')).rejects.toThrow('Slack')

  expect(counted).toEqual([true, false, false])
})

it('Slack’s refusals for coming too fast are counted, and handed on', async () => {
  let limits = 0
  const answers = [new Response('', { status: 429 }), new Response('{}')]
  const fetch = meteredFetch(async () => answers.shift() ?? new Response(), {
    slackLimited: () => {
      limits += 1
    },
  })

  expect([(await fetch('https://slack.com')).status, (await fetch('https://slack.com')).status]).toEqual([429, 200])
  expect(limits).toBe(1)
})

it('AWS’s throttling is known by the names its services use', () => {
  const outcomes = ['ok', 'ThrottlingException', 'Throttling', 'TooManyRequestsException', 'AccessDeniedException']
  expect(throttledAmong(outcomes.map((outcome) => ({ outcome })))).toBe(3)
})
