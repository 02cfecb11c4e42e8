import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { queueAttributes } from '../../evidence/sqs/attributes.ts'
import { deadLetterQueue } from '../../evidence/sqs/dead-letter.ts'
import { deadLetterGrowth } from '../../evidence/sqs/dead-letter-growth.ts'
import { deadLetterSources } from '../../evidence/sqs/dead-letter-sources.ts'
import { queueMappings } from '../../evidence/sqs/mappings.ts'
import { hasMetrics, queueMetrics } from '../../evidence/sqs/metrics.ts'
import { moveTasks } from '../../evidence/sqs/move-tasks.ts'
import { type Fact, factFrom } from '../fact.ts'
import { presenceOf } from '../presence.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { type Backlog, backlogOf, growthOf } from './backlog.ts'
import { isDeadLetterQueue } from './dead-letter-name.ts'
import { isHeldBack } from './held-back.ts'
import { clock, count, span } from './words.ts'

const queueStuck = defineSign({
  id: 'queue-stuck',
  target: 'queue',
  symptoms: ['stuck'],
  needs: {
    attributes: queueAttributes,
    metrics: optional(queueMetrics),
    deadLetter: optional(deadLetterQueue),
    growth: optional(deadLetterGrowth),
    sources: optional(deadLetterSources),
    tasks: optional(moveTasks),
    mappings: optional(queueMappings),
  },
  observe({ attributes, metrics, deadLetter, growth, sources, tasks, mappings }, at): Observation {
    const queue = at.target
    const read = valueIfRead(metrics)
    const dead = valueIfRead(deadLetter)
    const grown = valueIfRead(growth)
    const backlog = backlogOf(attributes, read, at.window.to)
    const ownName = `${attributes.visible.toLocaleString('en-GB')} visible, ${attributes.notVisible.toLocaleString('en-GB')} in flight, ${attributes.delayed.toLocaleString('en-GB')} delayed`
    const redrive = valueIfRead(tasks)?.find((task) => task.status === 'RUNNING')
    const facts: Fact[] = [
      at.fact('attributes', 'Messages', ownName),
      ...(backlog.ageSeconds === undefined
        ? []
        : [
            at.fact(
              'metrics',
              'Oldest message waits',
              span(backlog.ageSeconds),
              undefined,
              'ApproximateAgeOfOldestMessage',
            ),
          ]),
      ...(backlog.received === undefined
        ? []
        : [
            at.fact(
              'metrics',
              'Sent, received, deleted',
              [backlog.sent ?? 0, backlog.received, backlog.deleted ?? 0]
                .map((each) => each.toLocaleString('en-GB'))
                .join(', '),
              undefined,
              'NumberOfMessagesReceived',
            ),
          ]),
      ...(dead?.attributes === undefined
        ? []
        : [
            factFrom(
              queueAttributes.cite(dead.queue, at.window),
              `Messages in ${dead.queue.name}`,
              dead.attributes.visible.toLocaleString('en-GB'),
            ),
          ]),
      ...(redrive === undefined
        ? []
        : [
            at.fact(
              'tasks',
              'Redrive of the dead-letter queue',
              `running, ${count(redrive.moved, 'message')} moved`,
              redrive.startedAt,
            ),
          ]),
    ]

    if (isDeadLetterQueue(queue, valueIfRead(sources))) return ofDeadLetterQueue()

    const deadLettered =
      grown === undefined || grown === null
        ? undefined
        : presenceOf(growthOf(grown.visible).rises, read?.deleted, at.window.to, at.thresholds)
    const moved =
      deadLettered === undefined || deadLettered.failures === 0
        ? ''
        : `${count(deadLettered.failures, 'message')} moved to ${grown?.queue.name ?? 'its dead-letter queue'}`
    const failedBefore = leadingUpTo(deadLettered?.times ?? [], attributes.visibilityTimeoutSeconds)
    const times = [...new Set([...backlog.times, ...failedBefore])].sort((a, b) => a - b)
    if (backlog.state === 'stuck' || deadLettered?.state === 'present')
      return {
        state: 'present',
        summary: `${wordsOf(backlog, queue.name)}${moved === '' ? '.' : `; ${moved}.`}`,
        facts,
        times: backlog.state === 'stuck' ? times : failedBefore,
      }
    if (isHeldBack(attributes, read, at.window.to))
      return {
        state: 'present',
        summary: `${count(attributes.delayed, 'message')} in ${queue.name} wait for its delay of ${span(attributes.delaySeconds)}.`,
        facts,
        times: [],
      }
    if (backlog.state === 'unknown') return { state: 'unknown', summary: unknownWords(), facts, times: [] }
    if (backlog.state === 'recovered' || deadLettered?.state === 'recovered')
      return {
        state: 'recovered',
        summary: `${queue.name} was stuck until ${clock(times.at(-1) ?? at.now)} and works again, with ${count(attributes.visible, 'message')} in it now${moved === '' ? '' : `; ${moved}`}.`,
        facts,
        times,
      }
    const isDraining = backlog.state === 'draining'
    // A filter throws messages away without calling anybody, and the queue looks well.
    const isConsumerUnread = mappings.status === 'denied' || mappings.status === 'throttled'
    const unseen = isConsumerUnread ? '; whether a function gets its messages could not be read' : ''
    return {
      state: isConsumerUnread ? 'unknown' : 'absent',
      summary: isDraining
        ? `${queue.name} is working off ${count(attributes.visible, 'message')} and gets shorter${unseen}.`
        : `${queue.name} keeps up: ${count(attributes.visible, 'message')} visible${backlog.ageSeconds === undefined ? '' : `, the oldest for ${span(backlog.ageSeconds)}`}${backlog.deleted === undefined ? '' : `, ${count(backlog.deleted, 'message')} deleted in the window`}${unseen}.`,
      facts,
      times: [],
    }

    function unknownWords(): string {
      if (read === undefined) return `${queue.name} holds ${ownName}; whether they move could not be read.`
      if (attributes.visible + attributes.notVisible + attributes.delayed > 0)
        return `${queue.name} holds ${ownName}, and SQS reported no metrics in the window, so whether they move is not known.`
      return `${queue.name} is empty, and SQS reported no metrics in the window: it has been idle for hours.`
    }

    function ofDeadLetterQueue(): Observation {
      const held = count(attributes.visible, 'message')
      if (read === undefined || !hasMetrics(read))
        return {
          state: 'unknown',
          summary: `The dead-letter queue ${queue.name} holds ${held}; whether it grows could not be read.`,
          facts,
          times: [],
        }
      const presence = presenceOf(growthOf(read.visible).rises, undefined, at.window.to, at.thresholds)
      if (presence.failures > 0)
        return {
          state: 'present',
          summary: `${count(presence.failures, 'message')} came to the dead-letter queue ${queue.name}, which holds ${held}.`,
          facts,
          times: presence.times,
        }
      return attributes.visible === 0
        ? { state: 'absent', summary: `The dead-letter queue ${queue.name} is empty.`, facts, times: [] }
        : {
            state: 'unknown',
            summary: `The dead-letter queue ${queue.name} holds ${held} from before the window; none came in it.`,
            facts,
            times: [],
          }
    }
  },
})

/** A message moves when it would have been received once more: its last failure lies a visibility timeout back. */
function leadingUpTo(moves: readonly number[], visibilityTimeoutSeconds: number): number[] {
  const minutes = Math.ceil(Math.min(visibilityTimeoutSeconds, 3_600) / 60) + 2
  const all = moves.flatMap((at) => Array.from({ length: minutes + 1 }, (_, back) => at - back * 60_000))
  return [...new Set(all)].sort((a, b) => a - b)
}

function wordsOf({ waiting, ageSeconds, repeats, received, deleted, times }: Backlog, name: string): string {
  const since = times[0] === undefined ? '' : ` since ${clock(times[0])}`
  const age = ageSeconds === undefined ? '' : `, the oldest for ${span(ageSeconds)}`
  if (repeats > 0)
    return `${name} gave out ${count(received ?? 0, 'message')} and ${(deleted ?? 0) === 0 ? 'none was' : `${(deleted ?? 0).toLocaleString('en-GB')} were`} deleted: messages come back${since}; ${count(waiting, 'message')} wait${age}`
  return `${count(waiting, 'message')} wait in ${name}${age}${since}`
}

export const sqsSigns: readonly Sign[] = [queueStuck]
