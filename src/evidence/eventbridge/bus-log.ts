import type { EventRule } from '../../targets/target.ts'
import { citeLog, filterLog, logGroupArn } from '../logs/filter.ts'
import { defineProbe } from '../probe.ts'
import { eventBus } from './bus.ts'

/** A failed delivery as the bus logs it. */
export interface DeliveryFailure {
  /** Epoch milliseconds. */
  readonly at: number
  readonly targetArn?: string
  /** `NO_PERMISSIONS`, `AccessDeniedException`, … */
  readonly code?: string
  readonly message: string
}

/** What the bus's own log says of deliveries that failed; `off` when the bus does not log. */
export interface BusLog {
  readonly state: 'off' | 'no-group' | 'searched'
  readonly complete: boolean
  readonly failures: readonly DeliveryFailure[]
}

const mostMessage = 300

/** Searches the bus's log group for failed deliveries of the rule, where the bus logs errors. */
export const busLog = defineProbe<BusLog, EventRule>({
  id: 'eventbridge.bus-log',
  actions: ['logs:FilterLogEvents'],
  uses: [eventBus],
  key: (target) => target.arn,
  resource: (target) => logGroupArn(target, groupOf(target)),
  async fetch(target, at) {
    const { logLevel } = await at.read(eventBus, target)
    if (logLevel === 'OFF') return { state: 'off', complete: true, failures: [] }
    const search = await filterLog(at, {
      group: groupOf(target),
      pattern: '?"INVOCATION_FAILURE" ?"INVOCATION_TIMEOUT" ?"INVOCATION_DROPPED" ?"NO_STANDARD_DESTINATION"',
      pages: 2,
      mostLines: 200,
    })
    const failures = search.lines.flatMap((line) => failureOf(line.message, line.at, target) ?? [])
    return { state: search.state, complete: search.complete, failures }
  },
  cite: (target, window) => citeLog(target, groupOf(target), '"INVOCATION_FAILURE"', window),
})

/** Where a bus logs unless another group was chosen. */
function groupOf(rule: EventRule): string {
  return `/aws/vendedlogs/events/event-bus/${rule.bus}`
}

/** Reads one record; its layout is not promised, so the telling fields are looked for wherever they stand. */
export function failureOf(text: string, at: number, rule: EventRule): DeliveryFailure | undefined {
  let record: unknown
  try {
    record = JSON.parse(text)
  } catch {
    return undefined
  }
  const ruleArn = find(record, /^rule_?arn$/i)
  if (ruleArn !== undefined && ruleArn !== rule.arn) return undefined
  const targetArn = find(record, /^target_?arn$/i)
  const code = find(record, /^error_?code$/i)
  const message = find(record, /^error_?message$/i) ?? find(record, /^message_?type$/i) ?? ''
  return {
    at,
    message: message.slice(0, mostMessage),
    ...(targetArn !== undefined && { targetArn }),
    ...(code !== undefined && { code }),
  }
}

function find(value: unknown, key: RegExp): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, each] of Object.entries(value)) {
    if (key.test(name) && typeof each === 'string') return each
    const inner = find(each, key)
    if (inner !== undefined) return inner
  }
  return undefined
}
