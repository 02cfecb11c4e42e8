import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import type { AwsReader } from '../../aws/reader.ts'
import type { Answer, Ask } from '../../report/answer.ts'
import { outcomeOf } from './metered.ts'

type Env = Readonly<Record<string, string | undefined>>
type Done = Pick<AwsReader, 'ledger'>

/** A trace's document stays far under the 64 KB that X-Ray takes. */
const mostReads = 200
/** A daemon that does not take a datagram must not hold up the answer's end. */
const patienceMs = 200

/** Where Firstlook tells X-Ray what an answer did. Names of services, operations and outcomes, and times: nothing of what was asked. */
export interface Tracer {
  readonly answered: (startedAt: number, endedAt: number, answer: Answer | undefined, done: Done | undefined) => void
  /** Resolves when what was told has been sent; at the end of each invocation, because Lambda may freeze the function after it. */
  readonly flush: () => Promise<void>
}

/**
 * A tracer that sends subsegments to the daemon beside the function, under the trace of the invocation in `env`; without either, or
 * where the trace is not sampled, it does nothing. It brings no library, which at a cold start would take as long as a third of the worker.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */
export function xrayTracer(env: Env): Tracer {
  const sending: Promise<void>[] = []
  return {
    answered: (startedAt, endedAt, answer, done) => {
      const trace = sampledTrace(env._X_AMZN_TRACE_ID)
      const [host, port] = (env.AWS_XRAY_DAEMON_ADDRESS ?? '').split(':')
      if (trace === undefined || host === undefined || port === undefined) return
      const calls = done?.ledger.calls ?? []
      const subsegment = {
        ...spanOf('answer', startedAt, endedAt),
        type: 'subsegment',
        trace_id: trace.root,
        parent_id: trace.parent,
        fault: answer === undefined,
        annotations: {
          outcome: answer === undefined ? 'broken' : outcomeOf(answer),
          reads: calls.length,
          dollars: done?.ledger.usd ?? 0,
        },
        subsegments: calls.slice(0, mostReads).map(({ service, operation, outcome, ...at }) => ({
          ...spanOf(service, at.startedAt, at.endedAt || endedAt),
          namespace: 'aws',
          aws: { operation },
          error: outcome !== 'ok',
          annotations: { outcome },
        })),
      }
      sending.push(send(`{"format":"json","version":1}\n${JSON.stringify(subsegment)}`, host, Number(port)))
    },
    flush: async () => {
      await Promise.all(sending.splice(0))
    },
  }
}

/** The same way to an answer, traced. `askWith` makes it and hands on what tells of its reader; `clock` gives epoch milliseconds. */
export function tracedAsk(askWith: (onDone: (aws: Done) => void) => Ask, tracer: Tracer, clock: () => number): Ask {
  return async (question, onProgress) => {
    const startedAt = clock()
    let done: Done | undefined
    let answer: Answer | undefined
    const noting = (aws: Done): void => {
      done = aws
    }
    try {
      answer = await askWith(noting)(question, onProgress)
      return answer
    } finally {
      tracer.answered(startedAt, clock(), answer, done)
    }
  }
}

function spanOf(name: string, startedAt: number, endedAt: number) {
  return { name, id: randomBytes(8).toString('hex'), start_time: startedAt / 1000, end_time: endedAt / 1000 }
}

/** `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1` */
function sampledTrace(header = ''): { readonly root: string; readonly parent: string } | undefined {
  const {
    Root: root,
    Parent: parent,
    Sampled: sampled,
  } = Object.fromEntries(header.split(';').map((each) => each.split('=')))
  return sampled === '1' && root !== undefined && parent !== undefined ? { root, parent } : undefined
}

function send(text: string, host: string, port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4').unref()
    const end = (): void => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(end, patienceMs)
    socket.on('error', end)
    socket.send(text, port, host, () => {
      socket.close()
      end()
    })
  })
}
