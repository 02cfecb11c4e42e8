import { describe, expect, it } from 'vitest'
import { elementsOf, formErrors, reported, stateValues } from './elements.ts'

const options = ['a', 'b'].map((value) => ({ text: { type: 'plain_text', text: value.toUpperCase() }, value }))
const input = (element: object, fields: object = {}) => ({ type: 'input', block_id: 'b1', element, ...fields })

describe('reported', () => {
  it.each([
    ['static_select', 'a', { selected_option: options[0] }],
    ['overflow', 'b', { selected_option: options[1] }],
    ['checkboxes', ['a', 'b'], { selected_options: options }],
    ['multi_static_select', null, { selected_options: [] }],
    ['radio_buttons', null, { selected_option: null }],
    ['users_select', 'U1', { selected_user: 'U1' }],
    ['multi_users_select', ['U1'], { selected_users: ['U1'] }],
    ['conversations_select', 'C1', { selected_conversation: 'C1' }],
    ['multi_channels_select', ['C1'], { selected_channels: ['C1'] }],
    ['datepicker', '2026-11-23', { selected_date: '2026-11-23' }],
    ['datetimepicker', '1700000000', { selected_date_time: 1_700_000_000 }],
    ['plain_text_input', 'hi', { value: 'hi' }],
    ['plain_text_input', null, { value: null }],
  ])('%s with %j', (type, choice, expected) => {
    expect(reported({ type, options }, choice)).toEqual(expected)
  })
})

it('state holds what was chosen and what stood there before', () => {
  const blocks = [
    input({ type: 'plain_text_input', action_id: 'text', initial_value: 'before' }),
    { type: 'section', block_id: 'b2', accessory: { type: 'static_select', action_id: 'pick', options } },
    { type: 'actions', block_id: 'b3', elements: [{ type: 'button', action_id: 'go' }] },
  ]
  expect(stateValues(blocks, { b2: { pick: 'b' } })).toEqual({
    b1: { text: { type: 'plain_text_input', value: 'before' } },
    b2: { pick: { type: 'static_select', selected_option: options[1] } },
  })
  expect(elementsOf(blocks).map(({ element }) => element.action_id)).toEqual(['text', 'pick', 'go'])
})

describe('formErrors', () => {
  const number = { type: 'number_input', action_id: 'n', is_decimal_allowed: false, min_value: '1', max_value: '9' }
  it.each([
    [input({ type: 'plain_text_input', action_id: 'n' }), null, 'required'],
    [input({ type: 'plain_text_input', action_id: 'n' }, { optional: true }), null, undefined],
    [input({ type: 'plain_text_input', action_id: 'n', min_length: 3 }), 'ab', 'at least 3'],
    [input({ type: 'checkboxes', action_id: 'n', options }), [], 'required'],
    [input(number), '5', undefined],
    [input(number), '1.5', 'whole'],
    [input(number), '10', 'no more than 9'],
    [input(number), 'ten', 'a number'],
    [input({ type: 'email_text_input', action_id: 'n' }), 'nobody', 'email'],
    [input({ type: 'url_text_input', action_id: 'n' }), 'x', 'URL'],
  ])('%j with %j', (block, choice, words) => {
    const error = formErrors([block], { b1: { n: choice } }).b1
    if (words === undefined) expect(error).toBeUndefined()
    else expect(error).toContain(words)
  })
})
