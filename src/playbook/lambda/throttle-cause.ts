import type { FunctionThrottles } from '../../targets/target.ts'
import { type CauseSpec, type Diagnosis, defineCause, type Fix, type JudgeContext } from '../cause.ts'
import type { Fact } from '../fact.ts'
import {
  readThrottles,
  type ThrottleCauseId,
  type ThrottleEvidence,
  type ThrottleNumbers,
  throttleNeeds,
} from './throttle-reading.ts'
import { count } from './words.ts'

/** How throttling shows to callers. */
export const throttleEffects = [
  'apigw500-lambda-throttled',
  'apigw503-lambda-concurrency',
  // What a function says that calls this one.
  'lambda-downstream-4xx5xx',
] as const

type ThrottleContext = JudgeContext<'function-throttles', typeof throttleNeeds>

export interface ThrottleCause {
  readonly id: ThrottleCauseId
  readonly cause: string
  readonly known: 'confirmed' | 'memory'
  readonly leadsTo?: readonly string[]
  readonly docs?: `https://${string}`
  /** Told without numbers where nothing was read. */
  readonly fix: (target: FunctionThrottles, numbers?: ThrottleNumbers) => Fix
  /** Why, after `… calls of orders were throttled: `. */
  readonly because: (numbers: ThrottleNumbers, target: FunctionThrottles) => string
}

/** A cause that shows as one concurrency limit being reached in the throttled minutes. */
export function throttleCause(spec: ThrottleCause): CauseSpec<'function-throttles', typeof throttleNeeds> {
  return defineCause({
    id: spec.id,
    target: 'function-throttles',
    symptoms: ['throttled', 'errors', '500', '502', '504'],
    cause: spec.cause,
    docs: spec.docs ?? 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
    known: spec.known,
    leadsTo: [...throttleEffects, ...(spec.leadsTo ?? [])],
    needs: throttleNeeds,
    fix: (target) => spec.fix(target),
    diagnose: (evidence, at) => judge(spec, evidence, at),
  })
}

function judge(spec: ThrottleCause, evidence: ThrottleEvidence, at: ThrottleContext): Diagnosis {
  const reading = readThrottles(evidence, at.target.function.qualifier)
  const { numbers } = reading
  if (numbers.throttled === 0) return { clear: 'No call of the function was throttled.' }
  if ('unknown' in reading)
    return reading.numbers.reserved === 0 ? { clear: reading.unknown } : { inconclusive: reading.unknown }
  if (!reading.ids.includes(spec.id))
    return { clear: `The limit that was reached is another: ${reading.ids.join(', ')}.` }
  const facts = factsOf(numbers, at)
  return {
    strength: spec.id === 'lambda-throttle-esm' && reading.strength === 'proven' ? 'likely' : reading.strength,
    summary: `${count(numbers.throttled, 'call')} of ${at.target.function.name} ${numbers.throttled === 1 ? 'was' : 'were'} throttled: ${spec.because(numbers, at.target)}.`,
    facts,
    resource: at.target.function,
    times: numbers.minutes,
    fix: spec.fix(at.target, numbers),
  }
}

function factsOf(numbers: ThrottleNumbers, at: ThrottleContext): [Fact, ...Fact[]] {
  const {
    throttled,
    minutes,
    concurrency,
    reserved,
    accountConcurrency,
    accountLimit,
    unreservedLimit,
    unreservedConcurrency,
    provisioned,
    queues,
  } = numbers
  const known = <T>(value: T | undefined, fact: (value: T) => Fact): Fact[] =>
    value === undefined ? [] : [fact(value)]
  return [
    at.fact('metrics', 'Throttles', `${throttled}`, minutes.at(-1), 'Throttles'),
    ...known(concurrency, (value) =>
      at.fact('metrics', 'Concurrent executions then', `${value}`, undefined, 'ConcurrentExecutions'),
    ),
    ...known(reserved, (value) =>
      at.fact('reserved', 'ReservedConcurrentExecutions', value === null ? 'none' : `${value}`),
    ),
    ...known(reserved === null ? accountLimit : undefined, (value) =>
      at.fact(
        'account',
        'Account limit, unreserved',
        `${value.toLocaleString('en-US')}, ${unreservedLimit?.toLocaleString('en-US')}`,
      ),
    ),
    ...known(reserved === null ? accountConcurrency : undefined, (value) =>
      at.fact('accountUse', 'Concurrent executions in the account then', `${value}`),
    ),
    ...known(reserved === null ? unreservedConcurrency : undefined, (value) =>
      at.fact(
        'accountUse',
        'Unreserved concurrent executions then',
        `${value}`,
        undefined,
        'UnreservedConcurrentExecutions',
      ),
    ),
    ...known(provisioned === 0 ? undefined : provisioned, (value) =>
      at.fact('provisioned', 'Provisioned concurrency', `${value}`),
    ),
    ...known(queues.length === 0 ? undefined : queues, (value) =>
      at.fact(
        'sources',
        'Queues',
        value
          .map((queue) => `${queue.arn.split(':').at(-1)} (maximum concurrency ${queue.maximumConcurrency ?? 'none'})`)
          .join(', '),
      ),
    ),
  ]
}
