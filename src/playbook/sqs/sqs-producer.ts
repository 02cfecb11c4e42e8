import { highest, lastPoint } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { queueAttributes } from '../../evidence/sqs/attributes.ts'
import { deadLetterSources } from '../../evidence/sqs/dead-letter-sources.ts'
import { hasMetrics, queueMetrics } from '../../evidence/sqs/metrics.ts'
import { defineCause } from '../cause.ts'
import { isDeadLetterQueue } from './dead-letter-name.ts'
import { clock, count } from './words.ts'

const minuteMs = 60_000

export const sqsProducer = defineCause({
  id: 'sqs-producer',
  target: 'queue',
  symptoms: ['stuck'],
  cause: 'Nothing is sent to the queue: what is missing is missing before it.',
  fix: (queue) => ({
    now: `Look at what sends to ${queue.name}: its errors, its permission on the queue, and which queue it is set up with.`,
    prevent: 'Alarm on NumberOfMessagesSent being zero where messages are expected at all hours.',
    cli: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=${queue.url} --region ${queue.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
  known: 'confirmed',
  needs: { attributes: queueAttributes, metrics: queueMetrics, sources: optional(deadLetterSources) },
  diagnose({ attributes, metrics, sources }, at) {
    const queue = at.target
    if (isDeadLetterQueue(queue, valueIfRead(sources)))
      return { clear: `${queue.name} is a dead-letter queue: SQS fills it, no producer does.` }
    if (!hasMetrics(metrics)) return { inconclusive: `${queue.name} has no metrics in the window.` }
    const held = attributes.visible + attributes.notVisible + attributes.delayed
    if (held > 0) return { clear: `${count(held, 'message')} are in ${queue.name}: something does send.` }
    const sending = metrics.sent.points.filter((point) => point.value > 0)
    const last = sending.at(-1)
    const until = Math.max(
      lastPoint(metrics.emptyReceives)?.at ?? 0,
      lastPoint(metrics.sent)?.at ?? 0,
      lastPoint(metrics.visible)?.at ?? 0,
    )
    if (last === undefined) {
      if ((highest(metrics.visible) ?? 0) > 0 || (highest(metrics.received) ?? 0) > 0)
        return { clear: `Messages were in ${queue.name} during the window.` }
      if (metrics.sent.points.length === 0 && metrics.emptyReceives.points.length === 0)
        return { inconclusive: 'How much was sent is not reported.' }
      return {
        strength: 'possible',
        standsAlone: true,
        summary: `Nothing was sent to ${queue.name} in the window and nothing is in it: if messages are missing, they are missing before the queue.`,
        facts: [
          at.fact('metrics', 'Messages sent', '0', undefined, 'NumberOfMessagesSent'),
          at.fact('attributes', 'Messages in the queue', '0'),
        ],
      }
    }
    const pauses = sending.slice(1).map((point, index) => point.at - (sending[index]?.at ?? point.at))
    const quietMs = until - last.at
    if (sending.length < 10 || quietMs < 15 * minuteMs || quietMs < 3 * Math.max(...pauses))
      return {
        clear: `${count(
          sending.reduce((sum, point) => sum + point.value, 0),
          'message',
        )} were sent, the last at ${clock(last.at)}.`,
      }
    return {
      strength: 'possible',
      standsAlone: true,
      summary: `Nothing has been sent to ${queue.name} since ${clock(last.at)}, though messages came steadily before; all that came was worked off.`,
      facts: [
        at.fact('metrics', 'Last message sent', clock(last.at), last.at, 'NumberOfMessagesSent'),
        at.fact('attributes', 'Messages in the queue', '0'),
      ],
    }
  },
})
