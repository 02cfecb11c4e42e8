import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import type { Fault } from '../../sandbox/slack/faults.ts'

/** Failing, healthy, unknown and unreadable; what shows something, and what is not understood. */
export const questions: readonly string[] = [
  '/aws why-errors service-1',
  '/aws why-errors service-9',
  '/aws why-timeout service-2',
  '/aws why nothing-of-this-name',
  '/aws help',
  '/aws whi-502 service-3',
]

/** Taken in turn, one a round; each spoils one call and is used up. */
export const slackFaults: readonly (Fault | undefined)[] = [
  undefined,
  { method: 'chat.update', kind: 'http_error', status: 500, times: 1 },
  { method: 'chat.postMessage', kind: 'answer_lost', times: 1 },
  { method: 'users.info', kind: 'rate_limited', retryAfterSeconds: 1, times: 1 },
  { method: 'chat.postMessage', kind: 'http_error', status: 503, times: 1 },
  { method: 'chat.update', kind: 'rate_limited', retryAfterSeconds: 1, times: 1 },
]

const awsFaults: readonly (readonly object[])[] = [
  [],
  [{ on: 'logs', throttle: true }],
  [{ on: 'cloudwatch', error: 'InternalFailure', times: 2 }],
  [{ on: 'lambda:GetFunctionConfiguration', error: 'AccessDeniedException' }],
  [{ on: '*', reset: true, after: 5, times: 3 }],
  [{ on: '*', credentials: 'expired', after: 20, times: 4 }],
]

export function faultsOfRound(round: number): readonly object[] {
  return awsFaults[round % awsFaults.length] ?? []
}

/** Ten functions: most run out of memory, the last is well. */
export function worldOf(faults: readonly object[]): DeclaredWorld {
  const names = Array.from({ length: 10 }, (_, index) => `service-${index}`)
  const failing = names.slice(0, -1)
  return {
    functions: names.map((name) => ({
      name,
      memorySize: 256,
      traffic: [{ from: '-60m', perMinute: 20, errors: failing.includes(name) ? 3 : 0 }],
    })),
    logGroups: failing.map((name) => ({
      name: `/aws/lambda/${name}`,
      events: [{ from: '-50m', every: '2m', invocation: { memoryMb: 256, usedMb: 256, oom: true } }],
    })),
    faults,
  } as DeclaredWorld
}
