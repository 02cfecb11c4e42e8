import {
  boolean,
  byType,
  every,
  exactlyOne,
  type Fields,
  list,
  oneOf,
  only,
  pattern,
  type Rule,
  shape,
  string,
  webAddress,
  whole,
} from './shape.ts'

export const id = string(255)
const type: Rule = () => []

export function plainText(max: number): Rule {
  return shape({ type: oneOf('plain_text'), text: string(max) }, { emoji: boolean })
}

export function mrkdwn(max: number): Rule {
  return shape({ type: oneOf('mrkdwn'), text: string(max) }, { verbatim: boolean })
}

export function anyText(max: number): Rule {
  return byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) })
}

const style = oneOf('primary', 'danger')
const confirm = shape(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style },
)
const slackFile = shape({}, { id: string(255), url: webAddress })
const option = shape({ text: plainText(75), value: string(150) }, { description: plainText(75), url: webAddress })
const richOption = shape({ text: anyText(75), value: string(150) }, { description: anyText(75) })
const optionGroup = shape({ label: plainText(75), options: list(option, 100) })
const dispatch = shape({}, { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2) })
const filter = shape(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 4),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
)

const chosen: Fields = { confirm, focus_on_load: boolean }
const placed: Fields = { ...chosen, placeholder: plainText(150) }
const several: Fields = { ...placed, max_selected_items: whole(1, 1000) }
const typed: Fields = {
  placeholder: plainText(150),
  focus_on_load: boolean,
  dispatch_action_config: dispatch,
  initial_value: string(3000, 0),
}
const staticOptions: Fields = { options: list(option, 100), option_groups: list(optionGroup, 100) }
const oneConversation: Fields = {
  initial_conversation: id,
  default_to_current_conversation: boolean,
  filter,
  response_url_enabled: boolean,
}
const date = pattern(/^\d{4}-\d\d-\d\d$/, 'must be a date in the form YYYY-MM-DD')
const time = pattern(/^\d\d:\d\d$/, 'must be a time in the form HH:mm')
const decimal = pattern(/^-?\d+(\.\d+)?$/, 'must be a number in a string')

function element(required: Fields, optional: Fields = {}): Rule {
  return shape({ type, ...required }, { action_id: id, ...optional })
}

export const image: Rule = every(
  shape({ type, alt_text: string(2000) }, { image_url: webAddress, slack_file: slackFile }),
  exactlyOne('image_url', 'slack_file'),
)

const feedback = shape({ text: plainText(75), value: string(2000) }, { accessibility_label: string(75) })
const staticSelect = exactlyOne('options', 'option_groups')

const elements: Readonly<Record<string, Rule>> = {
  image,
  button: element(
    { text: plainText(75) },
    { value: string(2000), url: webAddress, style, confirm, accessibility_label: string(75) },
  ),
  workflow_button: element(
    {
      text: plainText(75),
      workflow: shape({ trigger: shape({ url: webAddress }, { customizable_input_parameters: () => [] }) }),
    },
    { style, accessibility_label: string(75) },
  ),
  overflow: element({ options: list(option, 5) }, { confirm }),
  static_select: every(element({}, { ...placed, ...staticOptions, initial_option: option }), staticSelect),
  multi_static_select: every(
    element({}, { ...several, ...staticOptions, initial_options: list(option, 100) }),
    staticSelect,
  ),
  external_select: element({}, { ...placed, initial_option: option, min_query_length: whole(0, 3000) }),
  multi_external_select: element(
    {},
    { ...several, initial_options: list(option, 100), min_query_length: whole(0, 3000) },
  ),
  users_select: element({}, { ...placed, initial_user: id }),
  multi_users_select: element({}, { ...several, initial_users: list(id, 1000) }),
  conversations_select: element({}, { ...placed, ...oneConversation }),
  multi_conversations_select: element(
    {},
    { ...several, initial_conversations: list(id, 1000), default_to_current_conversation: boolean, filter },
  ),
  channels_select: element({}, { ...placed, initial_channel: id, response_url_enabled: boolean }),
  multi_channels_select: element({}, { ...several, initial_channels: list(id, 1000) }),
  checkboxes: element({ options: list(richOption, 10) }, { ...chosen, initial_options: list(richOption, 10) }),
  radio_buttons: element({ options: list(richOption, 10) }, { ...chosen, initial_option: richOption }),
  datepicker: element({}, { ...placed, initial_date: date }),
  timepicker: element({}, { ...placed, initial_time: time, timezone: string(100) }),
  datetimepicker: element({}, { ...chosen, initial_date_time: whole(1_000_000_000, 9_999_999_999) }),
  plain_text_input: element(
    {},
    { ...typed, multiline: boolean, min_length: whole(0, 3000), max_length: whole(1, 3000) },
  ),
  email_text_input: element({}, typed),
  url_text_input: element({}, typed),
  number_input: element(
    { is_decimal_allowed: boolean },
    { ...typed, initial_value: decimal, min_value: decimal, max_value: decimal },
  ),
  rich_text_input: element(
    {},
    { ...typed, initial_value: () => [], min_lines: whole(1, 100), max_lines: whole(1, 100) },
  ),
  file_input: element({}, { filetypes: list(string(20), 100), max_files: whole(1, 10) }),
  feedback_buttons: element({ positive_button: feedback, negative_button: feedback }),
  icon_button: element(
    { icon: oneOf('trash'), text: plainText(75) },
    { value: string(2000), confirm, accessibility_label: string(75), visible_to_user_ids: list(id, 100) },
  ),
}

const selects = ['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind) => [
  `${kind}_select`,
  `multi_${kind}_select`,
])
const pickers = [...selects, 'checkboxes', 'radio_buttons', 'datepicker', 'timepicker']

/** Which elements may stand where. */
export const accessory: Rule = byType(only(elements, [...pickers, 'image', 'button', 'overflow', 'workflow_button']))
export const actionElement: Rule = byType(
  only(elements, [...pickers, 'datetimepicker', 'button', 'overflow', 'workflow_button', 'rich_text_input']),
)
export const inputElement: Rule = byType(
  only(elements, [
    ...pickers,
    'datetimepicker',
    'plain_text_input',
    'email_text_input',
    'url_text_input',
    'number_input',
    'rich_text_input',
    'file_input',
  ]),
)
export const contextElement: Rule = byType({ image, plain_text: plainText(3000), mrkdwn: mrkdwn(3000) })
export const contextAction: Rule = byType(only(elements, ['feedback_buttons', 'icon_button']))
export const buttonElement: Rule = byType(only(elements, ['button']))
