import { total } from '../../evidence/cloudwatch/series.ts'
import { functionOutcomes } from '../../evidence/eventbridge/function-outcomes.ts'
import { ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { patternTest } from '../../evidence/eventbridge/pattern-test.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { siblingRules } from '../../evidence/eventbridge/sibling-rules.ts'
import { ruleTargets } from '../../evidence/eventbridge/targets.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { optional } from '../../evidence/probe.ts'
import { type Fact, factFrom } from '../fact.ts'
import { presenceOf } from '../presence.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { flowOf, minutesOf } from './flow.ts'
import { mismatchOf } from './pattern-cause.ts'
import { readSchedule } from './schedule.ts'
import { busWords, count, moment } from './words.ts'

const muchShare = 0.2

const noEvent = defineSign({
  id: 'rule-no-event',
  target: 'event-rule',
  symptoms: ['no-event'],
  needs: {
    rule: ruleSettings,
    metrics: optional(ruleMetrics),
    targets: optional(ruleTargets),
    outcomes: optional(functionOutcomes),
    test: optional(patternTest),
    siblings: optional(siblingRules),
  },
  observe({ rule, metrics, targets, outcomes, test, siblings }, at): Observation {
    const { target, window, now } = at
    const read = valueIfRead(metrics)
    const flow = flowOf(read)
    const facts: Fact[] = [
      at.fact(
        'rule',
        'Rule',
        `${rule.state} on ${busWords(target.bus)}${rule.schedule === undefined ? '' : `, ${rule.schedule}`}`,
      ),
      ...(flow === undefined
        ? []
        : [
            at.fact(
              'metrics',
              'Matched, invoked, failed',
              [flow.fired, flow.invocations, flow.failed].map((each) => each.toLocaleString('en-GB')).join(', '),
              undefined,
              'TriggeredRules',
            ),
          ]),
    ]
    const present = (summary: string, times: readonly number[] = []): Observation => ({
      state: 'present',
      summary,
      facts,
      times,
    })

    if (rule.state === 'DISABLED') return present(`${target.name} is switched off.`)
    if (valueIfRead(targets)?.length === 0) return present(`${target.name} has no target.`)
    const mismatch = mismatchOf({ rule, test, metrics, siblings }, target)
    const isPasted = valueIfRead(test)?.origin === 'pasted'
    if (isPasted && mismatch.state === 'found') return present(`The pasted event does not match ${target.name}.`)
    if (flow === undefined || read === undefined)
      return unknown(`Whether ${target.name} matches and delivers could not be read.`)

    const troubles = [flow.failures, read.throttled, read.loops].filter((series) => total(series) > 0)
    const [main] = troubles
    if (main !== undefined) {
      const presence = presenceOf(main, read.invocations, window.to, at.thresholds)
      const words =
        flow.failures === main
          ? `${count(presence.failures, 'delivery', 'deliveries')} of ${target.name} failed`
          : `${target.name} was held back ${count(presence.failures, 'time')}`
      const isOver = presence.state === 'recovered'
      const times = [...new Set(troubles.flatMap(minutesOf))].sort((a, b) => a - b)
      return {
        state: isOver ? 'recovered' : 'present',
        summary: isOver
          ? `${words} until ${moment(presence.lastAt ?? now, now)}; since then ${count(presence.servedSince ?? 0, 'event')} went through.`
          : `${words} since ${moment(presence.firstAt ?? now, now)}.`,
        facts,
        times,
      }
    }
    if (flow.hasFired) {
      const failing = (valueIfRead(outcomes) ?? []).find(
        ({ series }) =>
          total(series.errors) >= Math.max(1, total(series.invocations) * muchShare) ||
          total(series.asyncEventsDropped) > 0,
      )
      if (failing === undefined) {
        const delivers = `${target.name} matched ${count(flow.fired, 'event')} and delivered ${count(flow.delivered, 'event')} in the window`
        return outcomes.status === 'ok'
          ? { state: 'absent', summary: `${delivers}.`, facts, times: [] }
          : unknown(`${delivers}; what its targets did with them could not be read.`)
      }
      const { function: fn, series } = failing
      const presence = presenceOf(series.errors, series.invocations, window.to, at.thresholds)
      facts.push(
        factFrom(
          functionMetrics.cite(fn, window, 'Errors'),
          `Failed invocations of ${fn.name}`,
          `${total(series.errors).toLocaleString('en-GB')} of ${total(series.invocations).toLocaleString('en-GB')}`,
          presence.firstAt,
        ),
      )
      return {
        state: presence.state === 'recovered' ? 'recovered' : 'present',
        summary: `${target.name} delivers, but ${fn.name} fails in ${total(series.errors).toLocaleString('en-GB')} of ${count(total(series.invocations), 'invocation')}${presence.state === 'recovered' ? `, until ${moment(presence.lastAt ?? now, now)}` : ''}.`,
        facts,
        times: presence.times,
        failedShare: presence.failedShare,
      }
    }
    if (rule.schedule !== undefined) {
      const schedule = readSchedule(rule.schedule)
      const due = schedule?.due(window.from, window.to) ?? []
      if (due.length > 0) return present(`${target.name} was due at ${moment(due[0] ?? now, now)} and did not run.`)
      if (schedule?.everyMs !== undefined && schedule.everyMs <= window.to - window.from)
        return present(`${target.name} should have run by ${rule.schedule} and did not run in the window.`)
      return unknown(`${target.name} did not run in the window; by ${rule.schedule} it was not due.`)
    }
    if (isPasted && valueIfRead(test)?.matches === true)
      return unknown(
        `The pasted event matches ${target.name}, and no such event reached ${busWords(target.bus)} in the window: look at what sends it, and to which bus and region.`,
      )
    return unknown(`${target.name} matched nothing in the window; whether an event should have matched is not known.`)

    function unknown(summary: string): Observation {
      return { state: 'unknown', summary, facts, times: [] }
    }
  },
})

export const eventbridgeSigns: readonly Sign[] = [noEvent]
