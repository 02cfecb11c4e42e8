import { isObject, type JsonObject, objectsOf, stringOf } from './json.ts'

/** What a person chose in one element: a value, several, or nothing. Ids, dates and texts are all strings. */
export type Choice = string | readonly string[] | null

/** What a person chose in a surface, by block and action. */
export type Choices = Readonly<Record<string, Readonly<Record<string, Choice>>>>

/** The field in which each element reports what was chosen. */
const reportedIn: Readonly<Record<string, string>> = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  overflow: 'selected_option',
  radio_buttons: 'selected_option',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  checkboxes: 'selected_options',
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  conversations_select: 'selected_conversation',
  multi_conversations_select: 'selected_conversations',
  channels_select: 'selected_channel',
  multi_channels_select: 'selected_channels',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  plain_text_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  number_input: 'value',
  rich_text_input: 'rich_text_value',
  file_input: 'files',
}
const pressed = new Set(['button', 'workflow_button', 'feedback_buttons', 'icon_button'])

/** True for an element that sends `block_actions` or holds a value. */
export function takesAction(element: JsonObject): boolean {
  const type = stringOf(element.type)
  return pressed.has(type) || Object.hasOwn(reportedIn, type)
}

/** The options of a select, its groups flattened. */
export function optionsOf(element: JsonObject): JsonObject[] {
  const grouped = objectsOf(element.option_groups).flatMap((group) => objectsOf(group.options))
  return [...objectsOf(element.options), ...grouped]
}

/** The element's value as `state.values` and `actions` carry it. */
export function reported(element: JsonObject, choice: Choice): JsonObject {
  const field = reportedIn[stringOf(element.type)]
  if (!field) return {}
  const several = Array.isArray(choice) ? choice : choice === null || choice === '' ? [] : [choice]
  const one = several[0] ?? null
  if (field === 'selected_option') return { [field]: one === null ? null : optionWith(element, one) }
  if (field === 'selected_options') return { [field]: several.map((value) => optionWith(element, value)) }
  if (field === 'selected_date_time') return { [field]: one === null ? null : Number(one) }
  return { [field]: field.endsWith('s') ? several : one }
}

/** An external select's options live with the app, so an unknown value stands for itself. */
function optionWith(element: JsonObject, value: string): JsonObject {
  const known = optionsOf(element).find((option) => option.value === value)
  return known ?? { text: { type: 'plain_text', text: value }, value }
}

/** What is chosen before anyone touches the element. */
export function initialChoice(element: JsonObject): Choice {
  const { initial_option: option, initial_options: options } = element
  if (isObject(option)) return stringOf(option.value)
  if (Array.isArray(options)) return objectsOf(options).map((one) => stringOf(one.value))
  for (const name of ['user', 'conversation', 'channel', 'date', 'time', 'value', 'date_time']) {
    const value = element[`initial_${name}`]
    if (typeof value === 'string' || typeof value === 'number') return String(value)
  }
  for (const name of ['users', 'conversations', 'channels']) {
    const values = element[`initial_${name}`]
    if (Array.isArray(values)) return values.map(String)
  }
  return null
}

/** An element with the block it stands in. */
export interface PlacedElement {
  readonly block: JsonObject
  readonly element: JsonObject
}

/** Every interactive element of the blocks, in reading order. */
export function elementsOf(blocks: readonly JsonObject[]): PlacedElement[] {
  return blocks.flatMap((block) => {
    const held = [...objectsOf(block.elements), ...objectsOf(block.actions)]
    for (const single of [block.accessory, block.element]) if (isObject(single)) held.push(single)
    const direct = held.filter(takesAction).map((element) => ({ block, element }))
    const cards = held.filter((element) => element.type === 'card')
    return [...direct, ...elementsOf(cards), ...elementsOf(objectsOf(block.child_blocks))]
  })
}

/** `state.values` of a surface: every element that holds a value, chosen or initial. */
export function stateValues(blocks: readonly JsonObject[], choices: Choices): JsonObject {
  const values: Record<string, JsonObject> = {}
  for (const { block, element } of elementsOf(blocks)) {
    const type = stringOf(element.type)
    if (!Object.hasOwn(reportedIn, type) || type === 'overflow') continue
    const blockId = stringOf(block.block_id)
    const actionId = stringOf(element.action_id)
    const chosen = choices[blockId]?.[actionId]
    const choice = chosen === undefined ? initialChoice(element) : chosen
    values[blockId] = { ...values[blockId], [actionId]: { type, ...reported(element, choice) } }
  }
  return values
}

/** What the Slack client itself refuses before it sends a form, by block id. */
export function formErrors(blocks: readonly JsonObject[], choices: Choices): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const block of blocks) {
    const element = block.element
    if (block.type !== 'input' || !isObject(element)) continue
    const blockId = stringOf(block.block_id)
    const chosen = choices[blockId]?.[stringOf(element.action_id)]
    const problem = problemWith(block, element, chosen === undefined ? initialChoice(element) : chosen)
    if (problem) errors[blockId] = problem
  }
  return errors
}

function problemWith(block: JsonObject, element: JsonObject, choice: Choice): string | undefined {
  if (choice === null || choice.length === 0) {
    return block.optional === true ? undefined : 'Please complete this required field.'
  }
  if (typeof choice !== 'string') return undefined
  const { min_length: min, max_length: max, min_value: least, max_value: most } = element
  if (typeof min === 'number' && choice.length < min) return `Please enter at least ${min} characters.`
  if (typeof max === 'number' && choice.length > max) return `Please enter no more than ${max} characters.`
  if (element.type === 'number_input') {
    const number = Number(choice)
    if (!Number.isFinite(number)) return 'Please enter a number.'
    if (element.is_decimal_allowed === false && !Number.isInteger(number)) return 'Please enter a whole number.'
    if (least !== undefined && number < Number(least)) return `Please enter a number no less than ${least}.`
    if (most !== undefined && number > Number(most)) return `Please enter a number no more than ${most}.`
  }
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(choice)) return 'Please enter a valid email.'
  if (element.type === 'url_text_input' && !URL.canParse(choice)) return 'Please enter a valid URL.'
  return undefined
}
