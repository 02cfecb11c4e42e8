import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import type { Report } from '../../src/report/report.ts'
import { askedOf } from '../incidents/answer.ts'
import { incidents } from '../incidents/incident.ts'
import type { Tally } from './killed.ts'

/** A way in which AWS fails, in the words of a world. */
export interface AwsFault {
  readonly name: string
  readonly fault: { readonly latencyMs?: number; readonly [word: string]: unknown }
  /** The SDK's own second try gets through: nothing may be missing from the answer. */
  readonly isPassing?: true
}

const internal = { error: 'InternalFailure' }

/** What befalls all calls of one operation, or the first of them. */
export const awsFaults: readonly AwsFault[] = [
  { name: 'AWS throttles', fault: { throttle: true } },
  { name: 'AWS throttles once', fault: { throttle: true, times: 1 }, isPassing: true },
  { name: 'AWS answers 500', fault: internal },
  { name: 'AWS answers 500 once', fault: { ...internal, times: 1 }, isPassing: true },
  { name: 'AWS resets the connection', fault: { reset: true } },
  { name: 'AWS resets the connection once', fault: { reset: true, times: 1 }, isPassing: true },
  { name: 'AWS stalls for 10 s', fault: { latencyMs: 10_000 } },
  { name: 'AWS never answers', fault: { stall: true } },
  {
    name: 'AWS denies the read',
    fault: { error: { code: 'AccessDeniedException', message: 'not authorized', status: 403 } },
  },
  { name: 'AWS credentials expired', fault: { credentials: 'expired' } },
]

/** Stalls and the patience with them, all in one proportion: an answer is due after 25 s, and one call is given up after 15 s. */
const scale = 1 / 20
const hurried = { deadlineMs: 25_000 * scale, callMs: 15_000 * scale }

/** An incident of the corpus with its answer when nothing fails. */
interface Known {
  readonly command: string
  readonly world: DeclaredWorld
  readonly whole: Report
  /** `service:Operation`, those that the answer called. */
  readonly operations: readonly string[]
  readonly calls: number
}

/** Asks an incident's question with nothing in the way. */
export async function known(path: string): Promise<Known> {
  const found = incidents().find((each) => each.path === path)
  if (found === undefined) throw new Error(`there is no incident ${path}`)
  const { command } = found.incident
  const world = found.incident.world as DeclaredWorld
  const { answer, calls } = await askedOf(command, world)
  if (answer.kind !== 'report') throw new Error(`${path} has no report: ${answer.sentence}`)
  const operations = [...new Set(calls.map(({ service, operation }) => `${service}:${operation}`))]
  return { command, world, whole: answer.report, operations, calls: calls.length }
}

/**
 * Spoils every `step`-th operation that an answer reads, one at a time. The answer must be the same, or say what it could not see; a system
 * that fails is never called healthy, a healthy one has no cause, and no wrong cause is named.
 */
export async function awsFaulted(path: string, { name, fault, isPassing }: AwsFault, step = 1): Promise<Tally> {
  const incident = await known(path)
  const on = incident.operations.filter((_, index) => index % step === 0)
  const wrongs = await inTurns(on, async (operation) => {
    const wrong = await spoiled(incident, [scaled(fault, operation)], isPassing === true)
    return wrong === undefined ? [] : [`${path}, ${operation}: ${wrong}`]
  })
  return { kind: name, runs: on.length, failures: wrongs.flat() }
}

/** Lets the caller's own credentials expire after the n-th call, for every `step`-th n. */
export async function expiredInMidAnswer(path: string, step = 1): Promise<Tally> {
  const incident = await known(path)
  const after = Array.from({ length: incident.calls }, (_, index) => index).filter((index) => index % step === 0)
  const wrongs = await inTurns(after, async (count) => {
    const wrong = await spoiled(incident, [{ on: '*', credentials: 'expired', after: count }], false)
    return wrong === undefined ? [] : [`${path}, after ${count} calls: ${wrong}`]
  })
  return { kind: 'AWS credentials expired in mid-answer', runs: after.length, failures: wrongs.flat() }
}

/** What is wrong with the answer of a world in which something fails. */
async function spoiled({ command, world, whole }: Known, faults: object[], isPassing: boolean) {
  const { answer } = await askedOf(command, { ...world, faults } as DeclaredWorld, {}, isPassing ? {} : hurried)
  if (answer.kind === 'report') return wrongOf(answer.report, whole, isPassing)
  // A refusal for what could not be looked at says so; one that finds fault with the question would be untrue.
  const isHonest = answer.kind === 'refused' && answer.fault === 'access' && !isPassing
  return isHonest ? undefined : `not answered: ${answer.sentence}`
}

function wrongOf(report: Report, whole: Report, isPassing: boolean): string | undefined {
  const { verdict, gaps } = report
  const [cause] = report.causes
  const isSame = cause?.id === whole.causes[0]?.id && verdict === whole.verdict
  if (isSame) return undefined
  if (isPassing) return `${verdict} ${cause?.id ?? ''} after a second try, not ${whole.verdict}`
  if (verdict === 'healthy') return 'called healthy'
  const trueIds = whole.causes.flatMap(({ id, aliases, chain }) => [
    ...[id, ...aliases],
    ...chain.map((link) => link.id),
  ])
  const isTrue = cause !== undefined && [cause.id, ...cause.aliases].some((id) => trueIds.includes(id))
  if (verdict === 'cause-found' && !isTrue) return `named ${cause?.id}`
  return gaps.length === 0 ? `${verdict} ${cause?.id ?? ''}, and no gap is told` : undefined
}

/** Waiting takes most of the time of such runs, so a few go on at once. */
async function inTurns<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const left = [...all]
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) results.push(await work(next))
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  return results
}

function scaled(fault: AwsFault['fault'], on: string): object {
  return { on, ...fault, ...(fault.latencyMs !== undefined && { latencyMs: fault.latencyMs * scale }) }
}
