import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLedger } from '../../aws/ledger.ts'
import type { Question } from '../../intake/question.ts'
import type { Answer } from '../../report/answer.ts'
import { tracedAsk, xrayTracer } from './trace.ts'

const question: Question = { symptom: 'errors', name: 'patient-data', window: { from: 0, to: 1 }, command: 'x' }
const refused: Answer = { kind: 'refused', sentence: 'No such thing: patient-data.', nearMisses: [], fault: 'question' }
const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1'

let daemon: Socket
let told: string[]
beforeEach(async () => {
  told = []
  daemon = createSocket('udp4')
  daemon.on('message', (message) => told.push(message.toString()))
  daemon.bind(0, '127.0.0.1')
  await once(daemon, 'listening')
})
afterEach(() => {
  daemon.close()
})

const envOf = (trace: string) => ({
  _X_AMZN_TRACE_ID: trace,
  AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
})

async function asked(env: Readonly<Record<string, string>>, work: () => Promise<Answer>): Promise<void> {
  const tracer = xrayTracer(env)
  let now = 5_000
  const ask = tracedAsk(
    (onDone) => async () => {
      const ledger = openLedger()
      const at = { startedAt: 6_000, endedAt: 6_250 }
      ledger.calls.push(
        { service: 'Lambda', operation: 'GetFunctionConfiguration', ...at, outcome: 'ok' },
        { service: 'CloudWatchLogs', operation: 'FilterLogEvents', ...at, outcome: 'AccessDeniedException' },
      )
      ledger.usd = 0.002
      onDone({ ledger })
      return await work()
    },
    tracer,
    () => (now += 1_000),
  )
  await ask(question).catch(() => undefined)
  await tracer.flush()
}

it('an answer is a subsegment of the invocation, its reads under it, and nothing of what was asked', async () => {
  const arrived = once(daemon, 'message')
  await asked(envOf(header), async () => refused)
  await arrived

  expect(told).toHaveLength(1)
  const [head = '', text = ''] = (told[0] ?? '').split('\n')
  expect(JSON.parse(head)).toEqual({ format: 'json', version: 1 })
  expect(JSON.parse(text)).toMatchObject({
    name: 'answer',
    type: 'subsegment',
    trace_id: '1-5759e988-bd862e3fe1be46a994272793',
    parent_id: '53995c3f42cd8ad8',
    start_time: 6,
    end_time: 7,
    fault: false,
    annotations: { outcome: 'refused', reads: 2, dollars: 0.002 },
    subsegments: [
      { name: 'Lambda', namespace: 'aws', aws: { operation: 'GetFunctionConfiguration' }, start_time: 6, error: false },
      { name: 'CloudWatchLogs', error: true, end_time: 6.25, annotations: { outcome: 'AccessDeniedException' } },
    ],
  })
  expect(text).not.toContain('patient-data')
})

it('an answer that broke is a fault', async () => {
  const arrived = once(daemon, 'message')
  await asked(envOf(header), () => Promise.reject(new Error('patient-data')))
  await arrived

  expect(told[0]).toContain('"fault":true')
  expect(told[0]).toContain('"outcome":"broken"')
  expect(told[0]).not.toContain('patient-data')
})

it.each(['', header.replace('Sampled=1', 'Sampled=0'), 'Root=1-2-3'])(
  'nothing is sent under the trace “%s”',
  async (trace) => {
    const arrived = once(daemon, 'message')
    await asked(envOf(trace), async () => refused)
    await asked(envOf(header), async () => refused)
    await arrived

    expect(told).toHaveLength(1)
  },
)

it('without a daemon the answer comes all the same', async () => {
  const tracer = xrayTracer({ _X_AMZN_TRACE_ID: header, AWS_XRAY_DAEMON_ADDRESS: 'nowhere' })
  const ask = tracedAsk(
    () => async () => refused,
    tracer,
    () => 1,
  )

  expect(await ask(question)).toBe(refused)
  await tracer.flush()
})
