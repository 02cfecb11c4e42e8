import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import { DateTime } from 'luxon'
import * as z from 'zod'
import { planFaults } from '../../incidents/oncall/change-rotation.ts'
import type { Plan, Rotation, Setting, ShiftUnit } from '../../incidents/oncall/rotation.ts'
import { clip, oneLine } from '../../report/escape.ts'
import { redact } from '../../report/redact.ts'
import { onCallViews } from './action-ids.ts'
import { modal, plain } from './handoff-forms.ts'

/** Which rotation a form is about, and where it was opened: whatever must be said goes there. */
export const rotationPlaceSchema = z.object({ rotation: z.string(), channel: z.string() })
export type RotationPlace = z.infer<typeof rotationPlaceSchema>

/** What was filled in. */
export interface RotationDraft {
  readonly setting: Setting
  readonly plan: Omit<Plan, 'from'>
}

const shiftChoices: readonly (readonly [number, ShiftUnit, string])[] = [
  [1, 'weeks', '1 week'],
  [2, 'weeks', '2 weeks'],
  [1, 'days', '1 day'],
  [12, 'hours', '12 hours'],
  [8, 'hours', '8 hours'],
  [2, 'days', '2 days'],
  [3, 'days', '3 days'],
  [4, 'days', '4 days'],
  [1, 'months', '1 month'],
]

/** What a new rotation starts from: whoever makes it alone, weekly, from next Monday on. */
export function newDraft(user: string, channel: string, now: number, timeZone: string): RotationDraft {
  const today = DateTime.fromMillis(now, { zone: timeZone })
  const monday = today.startOf('week').plus({ weeks: 1 })
  return {
    setting: { name: 'On call', channel },
    plan: {
      members: [user],
      shift: { count: 1, unit: 'weeks' },
      startDate: monday.toFormat('yyyy-MM-dd'),
      handoverTime: '09:00',
      timeZone,
    },
  }
}

/** A rotation as the form shows it again. */
export function draftOf({ name, channel, userGroup, plans }: Rotation): RotationDraft | undefined {
  const last = plans.at(-1)
  if (last === undefined) return undefined
  const { from: _, ...plan } = last
  return { setting: { name, channel, ...(userGroup === undefined ? {} : { userGroup }) }, plan }
}

/** Everything of a rotation; `problem` stands above what was filled in before. */
export function rotationForm(draft: RotationDraft, place: RotationPlace, problem?: string): ModalView {
  const { setting, plan } = draft
  const { members, shift, startDate, handoverTime, timeZone } = plan
  const known = shiftChoices.map(
    ([count, unit, words]): PlainTextOption => ({ text: plain(words), value: `${count} ${unit}` }),
  )
  const own = `${shift.count} ${shift.unit}`
  const options = known.some(({ value }) => value === own) ? known : [...known, { text: plain(own), value: own }]
  const chosen = options.find(({ value }) => value === own)
  return modal(onCallViews.rotation, place, 'On-call rotation', 'Save', [
    ...(problem === undefined
      ? []
      : [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: `:warning: ${clip(problem, 2900)}` } }]),
    input('name', 'Name', {
      type: 'plain_text_input',
      action_id: 'value',
      max_length: 60,
      initial_value: clip(oneLine(setting.name), 60),
    }),
    input('channel', 'Channel whose incidents it is for', {
      type: 'conversations_select',
      action_id: 'value',
      initial_conversation: setting.channel,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
    }),
    input(
      'members',
      'People, in the order of their turns',
      {
        type: 'multi_users_select',
        action_id: 'value',
        ...(members.length === 0 ? {} : { initial_users: [...members] }),
      },
      'To change the order, take everybody out and add them again.',
    ),
    input('shift', 'Length of a shift', {
      type: 'static_select',
      action_id: 'value',
      options,
      ...(chosen === undefined ? {} : { initial_option: chosen }),
    }),
    input(
      'start',
      'The first person’s first day',
      { type: 'datepicker', action_id: 'value', initial_date: startDate },
      'A day in the past keeps the turns counting from there; who was on call stays as it was.',
    ),
    input(
      'time',
      'Handover',
      { type: 'timepicker', action_id: 'value', initial_time: handoverTime },
      'By the clock of the time zone, also when that clock is changed.',
    ),
    input('zone', 'Time zone', {
      type: 'plain_text_input',
      action_id: 'value',
      max_length: 60,
      initial_value: timeZone,
    }),
    {
      ...input(
        'group',
        'User group that follows the shift',
        {
          type: 'plain_text_input',
          action_id: 'value',
          max_length: 30,
          placeholder: plain('S0123ABCD'),
          ...(setting.userGroup === undefined ? {} : { initial_value: setting.userGroup }),
        },
        'Its id. Whoever is on call is then its only member.',
      ),
      optional: true,
    },
  ])
}

type Input = Extract<KnownBlock, { type: 'input' }>

function input(id: string, label: string, element: Input['element'], hint?: string): Input {
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    element,
    ...(hint === undefined ? {} : { hint: plain(hint) }),
  }
}

const value = <T extends z.ZodType>(schema: T) => z.object({ value: schema })
const textSchema = value(z.object({ value: z.string().nullish() }))
const valuesSchema = z.object({
  name: textSchema,
  channel: value(z.object({ selected_conversation: z.string().nullish() })),
  members: value(z.object({ selected_users: z.array(z.string()).nullish() })),
  shift: value(z.object({ selected_option: z.object({ value: z.string() }).nullish() })),
  start: value(z.object({ selected_date: z.string().nullish() })),
  time: value(z.object({ selected_time: z.string().nullish() })),
  zone: textSchema,
  group: textSchema,
})

/** What was filled in, and what of it cannot be. */
export function readRotationForm(state: unknown): { readonly draft: RotationDraft; readonly problem?: string } {
  const { name, channel, members, shift, start, time, zone, group } = valuesSchema.parse(state)
  const [count = '1', unit = 'weeks'] = (shift.value.selected_option?.value ?? '1 weeks').split(' ')
  const userGroup = (group.value.value ?? '').trim()
  const draft: RotationDraft = {
    setting: {
      name: redact(oneLine((name.value.value ?? '').trim())) || 'On call',
      channel: channel.value.selected_conversation ?? '',
      ...(userGroup === '' ? {} : { userGroup }),
    },
    plan: {
      members: members.value.selected_users ?? [],
      shift: { count: Number(count), unit: unitOf(unit) },
      startDate: start.value.selected_date ?? '',
      handoverTime: time.value.selected_time ?? '',
      timeZone: (zone.value.value ?? '').trim(),
    },
  }
  const [problem] = [
    ...Object.values(planFaults(draft.plan)),
    ...(/^[CG][A-Z0-9]+$/.test(draft.setting.channel) ? [] : ['Choose a channel.']),
    ...(userGroup === '' || /^S[A-Z0-9]+$/.test(userGroup) ? [] : ['Give the user group’s id, for example S0123ABCD.']),
  ]
  return problem === undefined ? { draft } : { draft, problem }
}

function unitOf(unit: string): ShiftUnit {
  return unit === 'hours' || unit === 'days' || unit === 'months' ? unit : 'weeks'
}
