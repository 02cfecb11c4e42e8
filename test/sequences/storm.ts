import { alarmStateChange } from '../../sandbox/stage/alarm-event.ts'
import { stormWorld } from '../../sandbox/stage/storm-world.ts'
import type { Sequence } from './sequence.ts'

const start = '2026-11-23T03:00:00.000Z'
const batchSize = 10

/** Every alarm of the sandbox's storm within four seconds, in batches as SQS hands them out. */
export function stormSequence(): Sequence {
  const place = { account: '123456789012', region: 'eu-west-1' }
  const messages = (stormWorld.alarms ?? []).map((alarm, index) => {
    const at = Date.parse(start) + 1000 + index * 100
    const datapoints = alarm.metrics === undefined ? [8, 8, 8] : [40, 40, 40]
    const event = alarmStateChange({ ...place, alarm, from: 'OK', to: 'ALARM', at, datapoints, triggering: [] })
    return { id: `storm-${index}`, event: { ...event } }
  })
  const batches = Array.from({ length: messages.length / batchSize }, (_, index) => ({
    at: new Date(Date.parse(start) + (2 + index) * 1000).toISOString(),
    messages: messages.slice(index * batchSize, (index + 1) * batchSize),
  }))
  const { title: _, ...besides } = stormWorld
  return {
    title: 'Forty alarms of one account',
    world: 'errors/healthy-noisy-log',
    besides,
    start,
    failingSince: '-20m',
    changes: [],
    batches,
    cards: [],
  }
}
