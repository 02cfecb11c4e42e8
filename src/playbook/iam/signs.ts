import type { Series } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { RecordedCall } from '../../evidence/iam/denied-calls.ts'
import { deniedEvent } from '../../evidence/iam/denied-event.ts'
import { functionDenials } from '../../evidence/iam/function-denials.ts'
import { permissionChanges } from '../../evidence/iam/recent-changes.ts'
import { roleRecord } from '../../evidence/iam/role-denials.ts'
import { roleUse } from '../../evidence/iam/role-use.ts'
import { simulation } from '../../evidence/iam/simulation.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { optional } from '../../evidence/probe.ts'
import { presenceOf } from '../presence.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { decisionFor } from './identity-verdict.ts'
import { shownWords } from './words.ts'

const minuteMs = 60_000

/** A pasted or recorded refusal shows itself; a question about one is answered by CloudTrail or not at all. */
export const denialSign = defineSign({
  id: 'denial-seen',
  target: 'denial',
  symptoms: ['denied'],
  needs: { event: optional(deniedEvent), simulated: optional(simulation), changes: optional(permissionChanges) },
  observe({ event, simulated, changes }, at): Observation {
    const { target } = at
    const record = valueIfRead(event)
    const refusals = record?.refusals ?? []
    const successes = record?.successes ?? []
    const name = target.name
    const last = refusals[0]
    if (last !== undefined) {
      const after = successes.find((call) => call.at > last.at)
      const facts = [
        at.fact('event', 'Refused calls', `${refusals.length}, last at ${new Date(last.at).toISOString()}`, last.at),
      ]
      const times = minutesOf(refusals)
      const mended = (valueIfRead(changes) ?? []).find((change) => change.at > last.at)
      const isAllowed = decisionFor(valueIfRead(simulated) ?? undefined, target.resource)?.decision === 'allowed'
      if (after === undefined && mended !== undefined && isAllowed)
        return {
          state: 'recovered',
          summary: `${name} was refused ${refusals.length} times until ${new Date(last.at).toISOString()}; its permissions changed after that (${mended.action}, ${new Date(mended.at).toISOString()}), and IAM’s simulator allows it now.`,
          facts: [...facts, at.fact('changes', 'Changed', `${mended.action} by ${mended.caller}`, mended.at)],
          times,
        }
      if (after !== undefined)
        return {
          state: 'recovered',
          summary: `${name} was refused ${refusals.length} times until ${new Date(last.at).toISOString()}, and went well after that.`,
          facts,
          times,
        }
      return {
        state: 'present',
        summary: `${name} was refused ${refusals.length} times, last at ${new Date(last.at).toISOString()}.`,
        facts,
        times,
      }
    }
    const decision = decisionFor(valueIfRead(simulated) ?? undefined, target.resource)
    if (target.source !== 'asked') {
      const now = decision?.decision === 'allowed' ? ' IAM’s simulator allows it by the caller’s own policies.' : ''
      return {
        state: 'present',
        summary: `${name} was refused: ${shownWords(target.message ?? '', 400).replace(/[.\s]+$/, '')}.${now}`,
        facts: now === '' ? [] : [at.fact('simulated', 'IAM’s simulator', 'allowed')],
        times: target.times.map(toMinute),
      }
    }
    if (successes.length > 0 && decision?.decision === 'allowed')
      return {
        state: 'absent',
        summary: `CloudTrail records ${successes.length} calls of ${name} that went well and none that was refused, and IAM’s simulator allows it.`,
        facts: [at.fact('event', 'Calls that went well', String(successes.length), successes[0]?.at)],
        times: [],
      }
    return {
      state: 'unknown',
      summary: `No refusal of ${name} is recorded; calls for data never are. ${decision === undefined ? '' : `IAM’s simulator says ${decision.decision}. `}Paste the error text to be sure.`,
      facts: decision === undefined ? [] : [at.fact('simulated', 'IAM’s simulator', decision.decision)],
      times: [],
    }
  },
})

/** A function is refused when its log says so. */
export const functionDeniedSign = defineSign({
  id: 'function-denied',
  target: 'function',
  symptoms: ['denied'],
  needs: { denials: functionDenials, metrics: optional(functionMetrics) },
  observe({ denials, metrics }, at): Observation {
    const name = at.target.name
    if (denials.state === 'no-group')
      return {
        state: 'unknown',
        summary: `${name} has no log group ${denials.group}, so nobody wrote down whether it was refused.`,
        facts: [],
        times: [],
      }
    const times = denials.denials.flatMap((each) => each.times)
    if (times.length === 0) {
      const state = denials.complete ? 'absent' : 'unknown'
      return {
        state,
        summary: denials.complete
          ? `The log of ${name} holds no refusal.`
          : `The log of ${name} could not be searched to its end; no refusal was found so far.`,
        facts: [],
        times: [],
      }
    }
    const presence = presenceOf(seriesOf(times), valueIfRead(metrics)?.invocations, at.window.to, at.thresholds)
    const until = presence.lastAt === undefined ? '' : `, last at ${new Date(presence.lastAt).toISOString()}`
    return {
      state: presence.state,
      summary: `${name} wrote ${times.length} refusals${until}${presence.state === 'recovered' ? '; it has run without one since' : ''}.`,
      facts: [at.fact('denials', 'Refusals in the log', `${times.length}${until}`, presence.lastAt)],
      times: presence.times,
    }
  },
})

/** A role is refused when CloudTrail or one of its functions says so. */
export const roleDeniedSign = defineSign({
  id: 'role-denied',
  target: 'role',
  symptoms: ['denied'],
  needs: { record: optional(roleRecord), use: optional(roleUse) },
  observe({ record, use }, at): Observation {
    const recorded = valueIfRead(record)
    const refusals = [...(recorded?.refusals ?? []), ...(recorded?.refusedAssumptions ?? [])]
    const uses = valueIfRead(use) ?? []
    const logged = uses.flatMap((each) => each.denials?.denials.flatMap((denied) => denied.times) ?? [])
    const name = at.target.name
    if (refusals.length + logged.length > 0) {
      const times = [...minutesOf(refusals), ...logged.map(toMinute)].sort((a, b) => a - b)
      const stillFails = logged.length > 0 || refusals.some((call) => !wentWellAfter(call, recorded?.successes ?? []))
      const what = `${refusals.length} refused calls in CloudTrail, ${logged.length} in the logs of its functions`
      return {
        state: stillFails ? 'present' : 'recovered',
        summary: `${name}: ${what}${stillFails ? '' : '; the same calls went well since'}.`,
        facts: [
          refusals.length > 0
            ? at.fact('record', 'Refused calls', what, times.at(-1))
            : at.fact('use', 'Refused calls', what, times.at(-1)),
        ],
        times,
      }
    }
    const looked = recorded?.complete === true && recorded.successes.length > 0
    const logsClean =
      uses.some((each) => each.denials?.state === 'searched') && uses.every((each) => each.denials?.complete === true)
    if (looked || (logsClean && recorded !== undefined))
      return {
        state: 'absent',
        summary: `No refused call of ${name} is recorded${logsClean ? ', and the logs of its functions hold none' : '; calls for data are not in CloudTrail'}.`,
        facts: [],
        times: [],
      }
    return {
      state: 'unknown',
      summary: `No refused call of ${name} was found, but calls for data are not in CloudTrail. Paste the error text, or name the action.`,
      facts: [],
      times: [],
    }
  },
})

function wentWellAfter(call: RecordedCall, successes: readonly RecordedCall[]): boolean {
  return successes.some((each) => each.action === call.action && each.at > call.at)
}

function minutesOf(calls: readonly RecordedCall[]): number[] {
  return [...new Set(calls.map((call) => toMinute(call.at)))].sort((a, b) => a - b)
}

function toMinute(at: number): number {
  return Math.floor(at / minuteMs) * minuteMs
}

function seriesOf(times: readonly number[]): Series {
  const counts = new Map<number, number>()
  for (const time of times) counts.set(toMinute(time), (counts.get(toMinute(time)) ?? 0) + 1)
  return { points: [...counts].sort(([a], [b]) => a - b).map(([at, value]) => ({ at, value })) }
}

export const iamSigns: readonly Sign[] = [denialSign, functionDeniedSign, roleDeniedSign]
