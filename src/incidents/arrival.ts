import type { AlarmReading } from '../intake/alarm.ts'
import type { Incident } from './incident.ts'
import type { Arrival } from './records.ts'
import { mayMention, type Route } from './route.ts'

/** A composite alarm over more alarms than this is about too much to be one incident with them. */
const mostUnderComposite = 3

type Told = Exclude<AlarmReading, { alarm?: undefined }>

/** An alarm's state change as the records take it. `at` is when Firstlook learnt of it, in epoch milliseconds. */
export function arrivalOf(
  reading: Told & { readonly alarm: NonNullable<AlarmReading['alarm']> },
  route: Route,
  options: { readonly id: string; readonly at: number; readonly reopenMinutes: number },
): Arrival {
  const { alarm } = reading
  const { id, at, reopenMinutes } = options
  const { name, arn, account, region, state, firedAt: changedAt, key, reason, peak, threshold } = alarm
  const change = {
    ...{ name, arn, account, region, state, changedAt },
    ...(reason === undefined ? {} : { reason }),
    ...(peak === undefined ? {} : { peak }),
    ...(threshold === undefined ? {} : { threshold }),
  }
  const { channel, routedBy, severity, mention, shows } = route
  const isMentioned = mention !== undefined && mayMention(route, severity, at)
  return {
    event: { type: 'alarm-changed', alarm: change, id: key, at, by: { kind: 'aws' } },
    opening: {
      ...{ id, title: name, account, region, openedAt: at, channel, routedBy, severity },
      kind: 'alarm',
      ...(isMentioned ? { mention } : {}),
      ...(shows === undefined ? {} : { shows }),
    },
    questions: [`alarm ${arn}`, ...questionsOf(reading)],
    isOver: ({ stateSince }: Incident) => at - stateSince > reopenMinutes * 60_000,
  }
}

/** Alarms that ask the same of the same resource are one incident; so are a composite alarm and the few under it. */
function questionsOf(reading: Told): string[] {
  if (reading.kind === 'composite')
    return reading.childArns.length > mostUnderComposite ? [] : reading.childArns.map((arn) => `alarm ${arn}`)
  if (reading.kind !== 'questions') return []
  return reading.questions
    .filter(({ name }) => name !== '')
    .map(({ symptom, name, account = '', region = '' }) => `${account}|${region}|${symptom}|${name}`)
}
