import { expect, it } from 'vitest'
import { makeReader } from '../aws/reader.ts'
import { optional } from '../evidence/probe.ts'
import { defineSign, type Observation } from '../playbook/sign.ts'
import { makeGatherer } from './gather.ts'
import { glimpse } from './glimpse.ts'
import { orders, place, probeOf } from './playbook-in-test.ts'

const now = Date.parse('2026-11-23T03:00:00Z')

/** A sign over metrics that come at once and a log that comes when it is let in. */
function slowSign(errors: number) {
  const { promise: log, resolve: letLogIn } = Promise.withResolvers<readonly string[]>()
  const sign = defineSign({
    id: 'test-sign',
    target: 'function',
    symptoms: ['errors'],
    needs: {
      metrics: optional(probeOf('test.metrics', async () => errors)),
      log: optional(probeOf('test.log', () => log)),
    },
    observe: ({ metrics, log }): Observation => {
      const fails = metrics.status === 'ok' && metrics.value > 0
      const state = fails ? 'present' : log.status === 'ok' ? 'absent' : 'unknown'
      return { state, summary: `${state}, log ${log.status}`, facts: [], times: [] }
    },
  })
  return { sign, letLogIn }
}

function start(errors: number) {
  const { sign, letLogIn } = slowSign(errors)
  const aws = makeReader({ ...place, signal: new AbortController().signal })
  const gatherer = makeGatherer({ aws, window: { from: now - 3_600_000, to: now }, now })
  const told: string[] = []
  const done = glimpse(sign, orders, { symptom: 'errors', gatherer }, ({ summary }) => told.push(summary))
  return { told, letLogIn, done, gatherer }
}

it('tells of a failure while a slower read of the same sign is still out, once', async () => {
  const { told, letLogIn, done, gatherer } = start(37)
  await gatherer.evidence(
    probeOf('test.metrics', async () => 37),
    orders,
  )
  await Promise.resolve()
  expect(told).toEqual(['present, log skipped'])
  letLogIn([])
  await done
  expect(told).toHaveLength(1)
})

it('never tells from part of the evidence that nothing fails', async () => {
  const { told, letLogIn, done } = start(0)
  letLogIn([])
  await done
  expect(told).toEqual([])
})
