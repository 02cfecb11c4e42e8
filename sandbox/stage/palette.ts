import type { Palette, PaletteGroup, PaletteRow } from '../slack/palette.ts'
import type { Stage } from './stage.ts'
import type { MovableTime } from './time.ts'

/** What the palette acts on. */
export interface PaletteParts {
  readonly stage: Stage
  readonly time: MovableTime
  /** Moves the time of everything on, and does what falls due on the way. */
  readonly moveOn: (ms: number) => Promise<void>
  /** Delivers EventBridge events to the app. */
  readonly deliver: (events: readonly object[]) => Promise<void>
  /** Where an alarm's card is to be looked for: `#incidents`. */
  readonly channelOf: (alarm: string) => string
}

const minuteMs = 60_000
/** An alarm looks at this much before it changes its state. */
const evaluationMs = 3 * minuteMs
const namedSingly = 5

const jumps: readonly (readonly [id: string, label: string, ms: number])[] = [
  ['5m', '+5 min', 5 * minuteMs],
  ['1h', '+1 h', 60 * minuteMs],
  ['1d', '+1 day', 24 * 60 * minuteMs],
]

/** The palette as it is now. A further group goes into the list here, and what its buttons do into `doControl`. */
export function paletteOf({ stage, time, channelOf }: PaletteParts): Palette {
  const groups = [timeGroup(time), ...alarmGroups(stage, channelOf)]
  return { movedOnMs: time.movedOnMs(), scenario: stage.scenario().id, groups }
}

/** Does what a button of the palette says; answers with a line about it. Throws when there is no such button. */
export async function doControl(id: string, parts: PaletteParts): Promise<string> {
  const [kind, what = ''] = id.split(':')
  switch (kind) {
    case 'move':
      return await move(what, parts)
    case 'fire':
      return await fire(what === '' ? parts.stage.alarms().map(({ name }) => name) : [what], parts)
    case 'calm':
      return await calm(what === 'fixed' ? 'fixed' : 'quiet', parts)
    default:
      throw new Error(`the palette has no ${id}`)
  }
}

function timeGroup(time: MovableTime): PaletteGroup {
  const ahead = time.movedOnMs()
  const state = ahead === 0 ? {} : { state: { word: `${durationWords(ahead)} ahead`, tone: 'quiet' as const } }
  const controls = jumps.map(([id, label]) => ({ id: `move:${id}`, label }))
  return { title: 'Time', rows: [{ label: 'Move the clock on', ...state, controls }] }
}

function alarmGroups(stage: Stage, channelOf: PaletteParts['channelOf']): PaletteGroup[] {
  const alarms = stage.alarms()
  if (alarms.length === 0) return []
  const isMany = alarms.length > namedSingly
  const firing = alarms.filter(({ state }) => state === 'ALARM').length
  const rows: PaletteRow[] = isMany
    ? [
        {
          label: `${alarms.length} alarms`,
          state: { word: `${firing} firing`, tone: firing > 0 ? 'bad' : 'good' },
          controls: firing === alarms.length ? [] : [{ id: 'fire:', label: 'Fire all' }],
        },
      ]
    : alarms.map(({ name, state }) => ({
        label: name,
        state: state === 'ALARM' ? { word: 'firing', tone: 'bad' } : { word: 'OK', tone: 'good' },
        controls: state === 'ALARM' ? [] : [{ id: `fire:${name}`, label: 'Fire' }],
      }))
  const { failingSince, fix } = stage.scenario()
  const ends = [
    { id: 'calm:quiet', label: 'It stops by itself' },
    ...(fix === undefined ? [] : [{ id: 'calm:fixed', label: 'Somebody fixes it' }]),
  ]
  const outcome = failingSince === undefined || firing === 0 || !stage.isFailing() ? [] : ends
  const places = [...new Set(alarms.map(({ name }) => channelOf(name)))].join(' and ')
  return [
    {
      title: 'Its alarms',
      isOfScenario: true,
      hint: `Or let CloudWatch tell. The card appears in ${places}.`,
      rows: [...rows, ...(outcome.length === 0 ? [] : [{ label: 'The fault', controls: outcome }])],
    },
  ]
}

async function move(id: string, { moveOn }: PaletteParts): Promise<string> {
  const jump = jumps.find(([each]) => each === id)
  if (jump === undefined) throw new Error(`the clock cannot be moved on by ${id}`)
  const [, , ms] = jump
  await moveOn(ms)
  return `It is ${durationWords(ms)} later.`
}

async function fire(names: readonly string[], { stage, moveOn, deliver, channelOf }: PaletteParts): Promise<string> {
  if (!stage.isFailing()) {
    stage.breakAgain()
    await moveOn(evaluationMs)
  }
  const events = await stage.change(names, 'ALARM')
  await deliver(events)
  const [only] = names
  return names.length === 1 && only !== undefined
    ? `${only} fired. Its card is in ${channelOf(only)}.`
    : `${events.length} alarms fired.`
}

async function calm(how: 'quiet' | 'fixed', { stage, moveOn, deliver }: PaletteParts): Promise<string> {
  stage.calm(how)
  await moveOn(evaluationMs)
  const firing = stage.alarms().filter(({ state }) => state === 'ALARM')
  const events = await stage.change(
    firing.map(({ name }) => name),
    'OK',
  )
  await deliver(events)
  return `Three minutes later ${events.length === 1 ? 'the alarm is' : `${events.length} alarms are`} OK.`
}

function durationWords(ms: number): string {
  const minutes = Math.round(ms / minuteMs)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const words = [
    ...(days > 0 ? [`${days} ${days === 1 ? 'day' : 'days'}`] : []),
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(rest > 0 ? [`${rest} min`] : []),
  ]
  return words.join(' ') || 'less than a minute'
}
