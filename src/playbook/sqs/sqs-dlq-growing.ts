import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { citeAttributes, queueAttributes } from '../../evidence/sqs/attributes.ts'
import { deadLetterQueue } from '../../evidence/sqs/dead-letter.ts'
import { deadLetterGrowth } from '../../evidence/sqs/dead-letter-growth.ts'
import { deadLetterSources } from '../../evidence/sqs/dead-letter-sources.ts'
import { queueMetrics } from '../../evidence/sqs/metrics.ts'
import { moveTasks } from '../../evidence/sqs/move-tasks.ts'
import type { Queue } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { factFrom } from '../fact.ts'
import { growthOf } from './backlog.ts'
import { clock, count } from './words.ts'

export const sqsDlqGrowing = defineCause({
  id: 'sqs-dlq-growing',
  target: 'queue',
  symptoms: ['stuck'],
  cause: 'Messages run out of receives and move to the dead-letter queue: their consumer fails on them.',
  fix: (queue) => ({
    now: 'Find out why the consumer fails before moving anything back, else the messages only come round again.',
    proper: 'Mend the consumer, then redrive the dead-letter queue in small batches.',
    prevent: `Alarm on ApproximateNumberOfMessagesVisible of the dead-letter queue, and keep its retention longer than that of ${queue.name}: the time counts from the first send.`,
  }),
  docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  known: 'confirmed',
  needs: {
    attributes: queueAttributes,
    deadLetter: optional(deadLetterQueue),
    growth: optional(deadLetterGrowth),
    sources: optional(deadLetterSources),
    tasks: optional(moveTasks),
  },
  diagnose({ attributes, deadLetter, growth, sources, tasks }, at) {
    const feeding = valueIfRead(sources) ?? []
    const asked = at.target
    if (feeding.length > 0)
      return {
        clear: `${asked.name} is the dead-letter queue of ${feeding.map((each) => each.name).join(', ')}, and is judged there.`,
      }
    if (attributes.redrive === undefined) return { clear: `${asked.name} has no dead-letter queue.` }
    const grown = valueIfRead(growth)
    const dead = valueIfRead(deadLetter)
    if (grown === undefined || grown === null)
      return { inconclusive: 'The metrics of the dead-letter queue could not be read.' }
    const { rises, count: risen } = growthOf(grown.visible)
    const running = valueIfRead(tasks)?.find((task) => task.status === 'RUNNING')
    if (risen === 0) {
      const held = dead?.attributes?.visible ?? 0
      return {
        clear: `No message came to ${grown.queue.name} in the window${held > 0 ? `; ${count(held, 'message')} lie there from before` : ''}${running === undefined ? '' : ', and a redrive is running'}.`,
      }
    }
    return {
      strength: 'likely',
      times: rises.points.map((point) => point.at),
      summary: `${count(risen, 'message')} of ${asked.name} were received ${attributes.redrive.maxReceiveCount} times without success and moved to ${grown.queue.name}, since ${clock(rises.points[0]?.at ?? at.now)}.`,
      facts: [
        factFrom(
          queueMetrics.cite(grown.queue, at.window, 'ApproximateNumberOfMessagesVisible'),
          `Rise of ${grown.queue.name}`,
          count(risen, 'message'),
          rises.points[0]?.at,
        ),
        at.fact('attributes', 'Receives before a message moves', String(attributes.redrive.maxReceiveCount)),
        ...(dead?.attributes === undefined
          ? []
          : [
              factFrom(
                citeAttributes(dead.queue),
                `Messages in ${dead.queue.name} now`,
                dead.attributes.visible.toLocaleString('en-GB'),
              ),
            ]),
        ...(running === undefined
          ? []
          : [
              at.fact(
                'tasks',
                'Redrive',
                `running, ${count(running.moved, 'message')} moved${running.toMove === undefined ? '' : ` of ${running.toMove}`}`,
                running.startedAt,
              ),
            ]),
      ],
      fix: { cli: redrive(grown.queue) },
    }
  },
})

function redrive(queue: Queue): string {
  return `aws sqs start-message-move-task --source-arn ${queue.arn} --max-number-of-messages-per-second 10 --region ${queue.region}`
}
