import { describe, expect, it } from 'vitest'
import { answerOutcomes, meterNames } from '../src/entry/worker/meter.ts'
import { monthlyCost, perAlarm, priceList, prices, standing } from './monthly-cost.ts'
import { synthesized } from './stacks-in-test.ts'

describe('a month', () => {
  it('without alarms costs what stands there', () => {
    const { total, standing: fixed, ...moving } = monthlyCost(0)
    expect(Object.values(moving).every((each) => each === 0)).toBe(true)
    // 14 × 0.10 + 18 × 0.30 + 3 + 2 × 0.40 + 1,296,000 polls at 0.50 a million
    expect(fixed).toBeCloseTo(1.4 + 5.4 + 3 + 0.8 + 0.648, 6)
    expect(total).toBe(fixed)
  })

  it('grows with its alarms, part by part', () => {
    const [one, ten] = [monthlyCost(1), monthlyCost(10)]
    for (const part of ['worker', 'reads', 'queues', 'table', 'rest'] as const)
      expect(ten[part]).toBeCloseTo(10 * one[part], 9)
  })

  it('counts an alarm as it is written down', () => {
    const { worker, reads, queues } = monthlyCost(1)
    expect(reads).toBeCloseTo(30 * 2 * perAlarm.readsOfADiagnosis, 9)
    // 33.5 seconds of 1,769 MB and 13 invocations, thirty times
    expect(worker).toBeCloseTo(30 * (33.5 * (1769 / 1024) * prices.lambdaGbSecond + 13 * prices.lambdaRequest), 9)
    // Two events in a fair queue, five things due, six deliveries; each sent, received and deleted
    expect(queues).toBeCloseTo(30 * 3 * ((2 * 0.5 + 5 * 0.4 + 6 * 0.5) / 1e6), 9)
  })
})

describe('what stands there', () => {
  it('is what the stack has', () => {
    const { hub } = synthesized()
    const count = (type: string): number => Object.keys(hub.findResources(type)).length
    expect({
      alarms: count('AWS::CloudWatch::Alarm'),
      dashboards: count('AWS::CloudWatch::Dashboard'),
      secrets: count('AWS::SecretsManager::Secret'),
    }).toEqual({ alarms: standing.alarms, dashboards: standing.dashboards, secrets: standing.secrets })
  })

  it('is what the meter counts, and the requests that were not queued', () => {
    const names = Object.values(meterNames).filter((name) => name !== meterNames.answers)
    expect(standing.metrics).toBe(answerOutcomes.length + names.length + 1)
  })
})

it('each price is AWS’s for one, and says where it stands', () => {
  expect(prices.lambdaGbSecond).toBeCloseTo(0.0000133334, 12)
  expect(prices.secretRead).toBeCloseTo(0.05 / 10_000, 12)
  expect(prices.metricForAMonth).toBe(0.3)
  for (const { page, readAt } of Object.values(priceList)) {
    expect(page).toMatch(/^https:\/\/aws\.amazon\.com\//)
    expect(readAt).toMatch(/^(https:\/\/|$)/)
  }
})
