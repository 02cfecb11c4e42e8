import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import * as z from 'zod'
import { severities } from '../../incidents/incident.ts'
import { type ChannelChoices, choiceFaults, placements, verbosities } from '../../incidents/settings/channel-setting.ts'
import { clip } from '../../report/escape.ts'
import { onCallViews } from '../oncall/action-ids.ts'
import { modal, plain } from '../oncall/handoff-forms.ts'

/** Sent when another channel is chosen in the form: its settings are then shown. */
export const settingChannelAction = 'channel_setting_channel'

/** Which channel a form is about, empty before one is chosen, and the version it was made from. */
export const settingPlaceSchema = z.object({ channel: z.string(), version: z.number().int().min(0) })
export type SettingPlace = z.infer<typeof settingPlaceSchema>

/** The fields as they are filled in; empty texts where nothing is. */
export interface SettingFields {
  readonly placement: string
  readonly verbosity: string
  readonly mention: string
  readonly person: string
  readonly group: string
  readonly quiet: string
  readonly from: string
  readonly to: string
  readonly zone: string
  readonly breaks: readonly string[]
  /** Back to the configuration: nothing else counts. */
  readonly isReset: boolean
}

type Option = readonly [value: string, words: string]
const mentionOptions: readonly Option[] = [
  ['configured', 'Whoever firstlook.config.ts names'],
  ['on-call', 'Whoever is on call'],
  ['person', 'The person below'],
  ['group', 'The user group below'],
  ['here', 'Everybody who is here (@here)'],
  ['nobody', 'Nobody'],
]
const quietOptions: readonly Option[] = [
  ['configured', 'As firstlook.config.ts says'],
  ['hours', 'Between the times below'],
  ['none', 'Never quiet'],
]
const placementOptions: readonly Option[] = [
  ['thread', 'In the thread only'],
  ['channel', 'In the thread, and in the channel when something changes'],
]
const verbosityOptions: readonly Option[] = [
  ['full', 'All of it: cause, evidence, ruled out, changes, fix'],
  ['short', 'Short: cause, fix and what could not be read'],
]

/** Asks for the channel alone; its settings come once it is chosen. */
export function chooseChannelForm(): ModalView {
  return modal(onCallViews.setting, { channel: '', version: 0 }, 'Channel settings', 'Next', [
    channelInput(''),
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'Its settings are shown once it is chosen.' }] },
  ])
}

/** What was chosen, as the form shows it again. */
export function fieldsOf(choices: ChannelChoices): SettingFields {
  const { mention = 'configured', quietHours = 'configured', breakQuiet = [], timeZone = '' } = choices
  const person = /^[UW]/.test(mention) ? mention : ''
  const group = /^S/.test(mention) ? mention : ''
  const hours = typeof quietHours === 'string' ? undefined : quietHours
  return {
    placement: choices.placement ?? 'thread',
    verbosity: choices.verbosity ?? 'full',
    mention: person !== '' ? 'person' : group !== '' ? 'group' : mention,
    ...{ person, group, zone: timeZone, breaks: breakQuiet },
    quiet: typeof quietHours === 'string' ? quietHours : 'hours',
    from: hours?.from ?? '',
    to: hours?.to ?? '',
    isReset: false,
  }
}

/** All settings of one channel; `told` says how it is set now, `problems` what of the fields cannot be. */
export function settingForm(
  fields: SettingFields,
  place: SettingPlace,
  told: string,
  problems: readonly string[] = [],
): ModalView {
  const { channel } = place
  const { placement, verbosity, mention, person, group, quiet, from, to, zone, breaks, isReset } = fields
  // Fields of another channel have other names, or Slack would keep what was typed for this one.
  const field = (id: string, label: string, element: InputBlock['element'], hint?: string): InputBlock => ({
    type: 'input',
    block_id: `${id}:${channel}`,
    optional: true,
    label: plain(label),
    element,
    ...(hint === undefined ? {} : { hint: plain(hint) }),
  })
  const warned = problems.map((problem): KnownBlock => mrkdwn(`:warning: ${problem}`))
  return modal(onCallViews.setting, place, 'Channel settings', 'Save', [
    ...warned,
    channelInput(channel),
    mrkdwn(`*Now in* <#${channel}>\n${told}`),
    field('placement', 'Where news of an incident is shown', oneOf('radio_buttons', placementOptions, placement)),
    field('verbosity', 'How much a diagnosis tells', oneOf('radio_buttons', verbosityOptions, verbosity)),
    field('mention', 'Whom an alarm mentions', oneOf('static_select', mentionOptions, mention)),
    field('person', 'Person', {
      type: 'users_select',
      action_id: 'value',
      ...(person === '' ? {} : { initial_user: person }),
    }),
    field(
      'group',
      'User group',
      {
        type: 'plain_text_input',
        action_id: 'value',
        max_length: 30,
        placeholder: plain('S0123ABCD'),
        ...(group === '' ? {} : { initial_value: group }),
      },
      'Its id; it is in the address of the group’s page.',
    ),
    field('quiet', 'When nobody is mentioned', oneOf('static_select', quietOptions, quiet)),
    field('from', 'Quiet from', { ...time, ...(from === '' ? {} : { initial_time: from }) }),
    field('to', 'Quiet to', { ...time, ...(to === '' ? {} : { initial_time: to }) }),
    field(
      'zone',
      'Time zone of the quiet hours',
      {
        type: 'plain_text_input',
        action_id: 'value',
        max_length: 60,
        placeholder: plain('Europe/Berlin'),
        ...(zone === '' ? {} : { initial_value: zone }),
      },
      'Left empty, the zone that firstlook.config.ts names.',
    ),
    field(
      'break',
      'Mentioned in quiet hours all the same',
      ticks(
        severities.map((severity): Option => [severity, `Alarms of ${severity} severity`]),
        breaks,
      ),
      'With none ticked, as firstlook.config.ts says.',
    ),
    field(
      'reset',
      'Or',
      ticks([['reset', 'Go back to firstlook.config.ts and drop all of this']], isReset ? ['reset'] : []),
    ),
  ])
}

const time = { type: 'timepicker' as const, action_id: 'value' }

function channelInput(channel: string): InputBlock {
  return {
    type: 'input',
    block_id: 'channel',
    dispatch_action: true,
    label: plain('Channel'),
    element: {
      type: 'conversations_select',
      action_id: settingChannelAction,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      ...(channel === '' ? {} : { initial_conversation: channel }),
    },
  }
}

function mrkdwn(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: clip(text, 2900) } }
}

function listed(options: readonly Option[], chosen: readonly string[]) {
  const all = options.map(([value, words]): PlainTextOption => ({ text: plain(words), value }))
  return { options: all, picked: all.filter(({ value }) => value !== undefined && chosen.includes(value)) }
}

function oneOf(
  type: 'static_select' | 'radio_buttons',
  choices: readonly Option[],
  chosen: string,
): InputBlock['element'] {
  const { options, picked } = listed(choices, [chosen])
  const [first] = picked
  return { type, action_id: 'value', options, ...(first === undefined ? {} : { initial_option: first }) }
}

function ticks(choices: readonly Option[], chosen: readonly string[]): InputBlock['element'] {
  const { options, picked } = listed(choices, chosen)
  return {
    type: 'checkboxes',
    action_id: 'value',
    options,
    ...(picked.length === 0 ? {} : { initial_options: picked }),
  }
}

const valueSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_user: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_conversation: z.string().nullish(),
})
const stateSchema = z.record(z.string(), z.record(z.string(), valueSchema))

/** What was filled in and what of it cannot be; without fields, only a channel was chosen yet. No choices go back to the configuration. */
export function readSettingForm(
  state: unknown,
  { channel: shown }: SettingPlace,
): {
  readonly channel: string
  readonly fields?: SettingFields
  readonly choices?: ChannelChoices
  readonly problems: readonly string[]
} {
  const values = stateSchema.parse(state)
  const channel = values.channel?.[settingChannelAction]?.selected_conversation ?? shown
  if (!/^[CG][A-Z0-9]+$/.test(channel)) return { channel: '', problems: [] }
  if (channel !== shown) return { channel, problems: [] }
  const of = (id: string) => values[`${id}:${shown}`]?.value
  const text = (id: string) => (of(id)?.value ?? '').trim()
  const picked = (id: string, otherwise: string) => of(id)?.selected_option?.value ?? otherwise
  const ticked = (id: string) => (of(id)?.selected_options ?? []).map(({ value }) => value)
  const fields: SettingFields = {
    placement: picked('placement', 'thread'),
    verbosity: picked('verbosity', 'full'),
    mention: picked('mention', 'configured'),
    person: of('person')?.selected_user ?? '',
    group: text('group'),
    quiet: picked('quiet', 'configured'),
    from: of('from')?.selected_time ?? '',
    to: of('to')?.selected_time ?? '',
    zone: text('zone'),
    breaks: ticked('break'),
    isReset: ticked('reset').includes('reset'),
  }
  if (fields.isReset) return { channel, fields, problems: [] }
  const choices = choicesOf(fields)
  return { channel, fields, choices, problems: [...choiceFaults(choices), ...contradictions(fields)] }
}

function choicesOf({ placement, verbosity, mention, person, group, quiet, from, to, zone, breaks }: SettingFields) {
  const who = mention === 'person' ? person : mention === 'group' ? group : mention
  const breakQuiet = severities.filter((severity) => breaks.includes(severity))
  const choices: ChannelChoices = {
    placement: placements.find((each) => each === placement) ?? 'thread',
    verbosity: verbosities.find((each) => each === verbosity) ?? 'full',
    ...(mention === 'configured' ? {} : { mention: who }),
    ...(quiet === 'configured' ? {} : { quietHours: quiet === 'none' ? ('none' as const) : { from, to } }),
    ...(breakQuiet.length === 0 ? {} : { breakQuiet }),
    ...(zone === '' ? {} : { timeZone: zone }),
  }
  return choices
}

/** Fields that say one thing while others say another: what was meant is not ours to guess. */
function contradictions({ mention, person, group, quiet, from, to }: SettingFields): string[] {
  return [
    ...(mention === 'group' && group !== '' && !/^S[A-Z0-9]{2,20}$/.test(group)
      ? ['*User group*: give its id, for example S0123ABCD; a name is not enough.']
      : []),
    ...(person !== '' && mention !== 'person'
      ? [
          '*Person*: somebody is chosen, but *Whom an alarm mentions* says otherwise. Choose “The person below”, or take them out.',
        ]
      : []),
    ...(group !== '' && mention !== 'group'
      ? [
          '*User group*: one is named, but *Whom an alarm mentions* says otherwise. Choose “The user group below”, or empty it.',
        ]
      : []),
    ...((from !== '' || to !== '') && quiet !== 'hours'
      ? [
          '*Quiet from* and *Quiet to* are filled in, but *When nobody is mentioned* says otherwise. Choose “Between the times below”, or empty them.',
        ]
      : []),
  ]
}
