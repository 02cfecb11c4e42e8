import type { EventRule } from '../../targets/target.ts'

/** `1,250 events`, `1 event`. */
export function count(value: number, noun: string, plural: string = `${noun}s`): string {
  return `${Math.round(value).toLocaleString('en-GB')} ${Math.round(value) === 1 ? noun : plural}`
}

/** `03:12 UTC`, with the day where it is another than the one of `now`. */
export function moment(at: number, now: number): string {
  const text = new Date(at).toISOString()
  const day = text.slice(0, 10)
  return `${day === new Date(now).toISOString().slice(0, 10) ? '' : `${day} `}${text.slice(11, 16)} UTC`
}

/** ` --event-bus-name orders`, or nothing on the default bus. */
export function busOption(rule: EventRule): string {
  return rule.bus === 'default' ? '' : ` --event-bus-name ${rule.bus}`
}

/** `the default bus`, `bus orders`. */
export function busWords(bus: string): string {
  return bus === 'default' ? 'the default bus' : `bus ${bus}`
}

/** `1,215 of 1,770`. */
export function outOf(part: number, whole: number): string {
  return `${part.toLocaleString('en-GB')} of ${whole.toLocaleString('en-GB')}`
}
