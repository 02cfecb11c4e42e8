import { useCallback, useId } from 'react'
import { type Choice, initialChoice } from '../elements.ts'
import { type JsonObject, objectsOf, stringOf } from '../json.ts'
import type { Model } from './model.ts'
import { OptionPicker, type PickerOption } from './option-picker.tsx'
import { usePage } from './page-context.ts'
import { useSurface } from './surface.ts'
import { PlainText, wordsOf } from './text.tsx'

export interface ControlProps {
  readonly blockId: string
  readonly element: JsonObject
  readonly label: string
  readonly onChange: (choice: Choice) => void
  readonly onEnter?: (choice: Choice) => void
  readonly invalid?: boolean
  readonly describedBy?: string | undefined
}

/** An element that holds a value: text, a date, boxes or a select. */
export function FormControl(props: ControlProps) {
  const type = stringOf(props.element.type)
  if (type.endsWith('select')) return <Select {...props} />
  if (type === 'checkboxes' || type === 'radio_buttons') return <Boxes {...props} />
  if (type === 'file_input') return <p className="hint">Files cannot be chosen in the sandbox.</p>
  return <TextField {...props} />
}

function useChoice({ blockId, element }: ControlProps): Choice {
  const chosen = useSurface().choices[blockId]?.[stringOf(element.action_id)]
  return chosen === undefined ? initialChoice(element) : chosen
}

const inputTypes: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
}

function TextField(props: ControlProps) {
  const { element, onChange } = props
  const choice = useChoice(props)
  const type = stringOf(element.type)
  const value = typeof choice === 'string' ? choice : ''
  const shared = {
    'aria-label': props.label,
    'aria-invalid': props.invalid || undefined,
    'aria-describedby': props.describedBy,
    placeholder: wordsOf(element.placeholder),
    className: 'field',
  }
  if (element.multiline === true || type === 'rich_text_input') {
    return <textarea {...shared} rows={4} value={value} onChange={(event) => onChange(event.target.value || null)} />
  }
  const isMoment = type === 'datetimepicker'
  return (
    <input
      {...shared}
      type={inputTypes[type] ?? 'text'}
      inputMode={type === 'number_input' ? 'decimal' : undefined}
      value={isMoment ? localMoment(value) : value}
      onChange={(event) => onChange((isMoment ? epochOf(event.target.value) : event.target.value) || null)}
      onKeyDown={(event) => event.key === 'Enter' && props.onEnter?.(choice)}
    />
  )
}

/** `2026-11-23T14:05` for an epoch in seconds. */
function localMoment(epochSeconds: string): string {
  if (epochSeconds === '') return ''
  const date = new Date(Number(epochSeconds) * 1000)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function epochOf(local: string): string {
  return local === '' ? '' : String(Math.floor(new Date(local).getTime() / 1000))
}

function Boxes(props: ControlProps) {
  const { element, onChange } = props
  const name = useId()
  const choice = useChoice(props)
  const selected = Array.isArray(choice) ? choice : choice === null ? [] : [choice]
  const isRadio = element.type === 'radio_buttons'
  const toggle = (value: string) => {
    if (isRadio) return onChange(value)
    onChange(selected.includes(value) ? selected.filter((one) => one !== value) : [...selected, value])
  }
  return (
    <fieldset className="boxes" aria-label={props.label} aria-describedby={props.describedBy}>
      {objectsOf(element.options).map((option) => {
        const value = stringOf(option.value)
        return (
          <label key={value}>
            <input
              type={isRadio ? 'radio' : 'checkbox'}
              name={name}
              checked={selected.includes(value)}
              onChange={() => toggle(value)}
            />
            <span>
              <PlainText text={option.text} />
              {option.description !== undefined && <small>{wordsOf(option.description)}</small>}
            </span>
          </label>
        )
      })}
    </fieldset>
  )
}

function Select(props: ControlProps) {
  const { blockId, element, onChange } = props
  const { model } = usePage()
  const { suggest } = useSurface()
  const type = stringOf(element.type)
  const actionId = stringOf(element.action_id)
  const load = useCallback(
    async (typed: string) => (await suggest(blockId, actionId, typed)).map((option) => pickerOption(option)),
    [suggest, blockId, actionId],
  )
  const choice = useChoice(props)
  const multiple = type.startsWith('multi_')
  const most = element.max_selected_items
  return (
    <OptionPicker
      label={props.label}
      placeholder={wordsOf(element.placeholder) || 'Select an option'}
      options={optionsFor(model, element)}
      selected={Array.isArray(choice) ? choice : choice === null ? [] : [String(choice)]}
      multiple={multiple}
      {...(typeof most === 'number' && { most })}
      {...(type.includes('external') && { load })}
      onChange={(selected) => onChange(multiple ? selected : (selected[0] ?? null))}
      invalid={props.invalid ?? false}
      describedBy={props.describedBy}
    />
  )
}

function optionsFor(model: Model, element: JsonObject): PickerOption[] {
  const type = stringOf(element.type)
  if (type.includes('users')) {
    return model.users.map((user) => ({
      value: user.id,
      label: user.realName,
      ...(user.title && { detail: user.title }),
    }))
  }
  if (type.includes('conversations') || type.includes('channels')) {
    const channels = model.channels.filter((channel) => !channel.directMessageWith)
    return channels.map((channel) => ({ value: channel.id, label: `#${channel.name}` }))
  }
  const grouped = objectsOf(element.option_groups).flatMap((group) =>
    objectsOf(group.options).map((option) => pickerOption(option, wordsOf(group.label))),
  )
  return [...objectsOf(element.options).map((option) => pickerOption(option)), ...grouped]
}

function pickerOption(option: JsonObject, group?: string): PickerOption {
  return {
    value: stringOf(option.value),
    label: wordsOf(option.text),
    ...(option.description ? { detail: wordsOf(option.description) } : {}),
    ...(group && { group }),
  }
}
