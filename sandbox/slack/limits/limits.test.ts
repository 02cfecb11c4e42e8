import { describe, expect, it } from 'vitest'
import { blockCharacters, blockFaults, viewFaults } from './limits.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const letters = (count: number) => 'x'.repeat(count)
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) })
const button = (fields: object = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...fields })
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const select = (fields: object) => ({ type: 'static_select', action_id: 'pick', ...fields })
const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ text: plain(`o${index}`), value: `${index}` }))
const chart = (labels: string[], categories: string[]) => ({
  type: 'data_visualization',
  title: 'Errors',
  chart: {
    type: 'line',
    series: [{ name: '5XX', data: labels.map((label) => ({ label, value: 1 })) }],
    axis_config: { categories },
  },
})

/** Each row: what it is, the last blocks Slack takes, the first it refuses, and words of the refusal. */
const edges: [string, object[], object[], string][] = [
  ['blocks in a message', Array(50).fill({ type: 'divider' }), Array(51).fill({ type: 'divider' }), 'no more than 50'],
  ['section text', [section(letters(3000))], [section(letters(3001))], 'less than 3001'],
  ['empty section text', [section('x')], [section('')], 'more than 0'],
  [
    'section fields',
    [{ type: 'section', fields: Array(10).fill(mrkdwn('a')) }],
    [{ type: 'section', fields: Array(11).fill(mrkdwn('a')) }],
    'no more than 10',
  ],
  [
    'field text',
    [{ type: 'section', fields: [mrkdwn(letters(2000))] }],
    [{ type: 'section', fields: [mrkdwn(letters(2001))] }],
    'less than 2001',
  ],
  [
    'header',
    [{ type: 'header', text: plain(letters(150)) }],
    [{ type: 'header', text: plain(letters(151)) }],
    'less than 151',
  ],
  ['header markup', [{ type: 'header', text: plain('a') }], [{ type: 'header', text: mrkdwn('a') }], 'plain_text'],
  [
    'actions elements',
    [actions(...Array.from({ length: 25 }, (_, n) => button({ action_id: `a${n}` })))],
    [actions(...Array.from({ length: 26 }, (_, n) => button({ action_id: `a${n}` })))],
    'no more than 25',
  ],
  [
    'context elements',
    [{ type: 'context', elements: Array(10).fill(mrkdwn('a')) }],
    [{ type: 'context', elements: Array(11).fill(mrkdwn('a')) }],
    'no more than 10',
  ],
  [
    'button text',
    [actions(button({ text: plain(letters(75)) }))],
    [actions(button({ text: plain(letters(76)) }))],
    '76',
  ],
  ['button value', [actions(button({ value: letters(2000) }))], [actions(button({ value: letters(2001) }))], '2001'],
  ['action_id', [actions(button({ action_id: letters(255) }))], [actions(button({ action_id: letters(256) }))], '256'],
  [
    'block_id',
    [{ type: 'divider', block_id: letters(255) }],
    [{ type: 'divider', block_id: letters(256) }],
    'less than 256',
  ],
  ['same action_id', [actions(button(), button({ action_id: 'b' }))], [actions(button(), button())], 'already exists'],
  [
    'same block_id',
    [{ type: 'divider', block_id: 'a' }, { type: 'divider' }],
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    'already exists',
  ],
  ['options', [actions(select({ options: options(100) }))], [actions(select({ options: options(101) }))], '100'],
  [
    'overflow options',
    [actions({ type: 'overflow', action_id: 'more', options: options(5) })],
    [actions({ type: 'overflow', action_id: 'more', options: options(6) })],
    'no more than 5',
  ],
  ['select without options', [actions(select({ options: options(1) }))], [actions(select({}))], 'exactly one of'],
  ['markdown', [{ type: 'markdown', text: letters(12_000) }], [{ type: 'markdown', text: letters(12_001) }], '12001'],
  [
    'markdown in all',
    [
      { type: 'markdown', text: letters(6000) },
      { type: 'markdown', text: letters(6000) },
    ],
    [
      { type: 'markdown', text: letters(6000) },
      { type: 'markdown', text: letters(6001) },
    ],
    'in all',
  ],
  [
    'alt_text',
    [{ type: 'image', image_url: 'https://a.example/x.png', alt_text: 'x' }],
    [{ type: 'image', image_url: 'https://a.example/x.png' }],
    'missing required field: alt_text',
  ],
  ['unknown block', [{ type: 'divider' }], [{ type: 'sektion' }], 'unsupported type: sektion'],
  ['block named like a method', [{ type: 'divider' }], [{ type: 'constructor' }], 'unsupported type: constructor'],
  ['unknown field', [{ type: 'divider' }], [{ type: 'divider', colour: 'red' }], 'invalid additional property: colour'],
  [
    'script link',
    [actions(button({ url: 'https://a.example' }))],
    [actions(button({ url: 'javascript:x' }))],
    'invalid url',
  ],
  [
    'table cells',
    [{ type: 'table', rows: [Array(20).fill({ type: 'raw_text', text: 'a' })] }],
    [{ type: 'table', rows: [Array(21).fill({ type: 'raw_text', text: 'a' })] }],
    'no more than 20',
  ],
  [
    'chart labels',
    [chart(['10:00', '10:05'], ['10:00', '10:05'])],
    [chart(['10:00'], ['10:00', '10:05'])],
    'must match',
  ],
  [
    'rich text',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'log' }] }] }],
    [{ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: '' }] }] }],
    'more than 0',
  ],
]

describe('blockFaults', () => {
  it.each(edges)('%s: takes the last, refuses the next', (_, taken, refused, words) => {
    expect(blockFaults(taken)).toEqual([])
    expect(blockFaults(refused).join('\n')).toContain(words)
  })

  it('points at the place', () => {
    expect(blockFaults([{ type: 'divider' }, section(letters(3001))])).toEqual([
      'must be less than 3001 characters [json-pointer:/blocks/1/text/text]',
    ])
  })

  it('refuses what is no list', () => {
    expect(blockFaults('[]')).toEqual(['must be an array [json-pointer:/blocks]'])
  })

  it('counts text, and neither types nor ids', () => {
    expect(blockCharacters([section('four'), actions(button({ value: 'v1', action_id: letters(100) }))])).toBe(8)
  })
})

describe('viewFaults', () => {
  const input = { type: 'input', label: plain('Why'), element: { type: 'plain_text_input', action_id: 'why' } }
  const modal = (fields: object) => ({ type: 'modal', title: plain('Snooze'), blocks: [section('a')], ...fields })

  it.each([
    ['title', { title: plain(letters(24)) }, { title: plain(letters(25)) }, 'less than 25'],
    ['private_metadata', { private_metadata: letters(3000) }, { private_metadata: letters(3001) }, '3001'],
    [
      'blocks',
      { blocks: Array(100).fill({ type: 'divider' }) },
      { blocks: Array(101).fill({ type: 'divider' }) },
      '100',
    ],
    ['submit', { blocks: [input], submit: plain('Save') }, { blocks: [input] }, 'missing required field: submit'],
    ['message block', {}, { blocks: [{ type: 'markdown', text: 'a' }] }, 'unsupported type: markdown'],
    ['kind', {}, { type: 'dialog' }, 'unsupported type: dialog'],
  ])('%s: takes the last, refuses the next', (_, taken, refused, words) => {
    expect(viewFaults(modal(taken))).toEqual([])
    expect(viewFaults(modal(refused)).join('\n')).toContain(words)
  })

  it('takes a home view without a title', () => {
    expect(viewFaults({ type: 'home', blocks: [section('a')] })).toEqual([])
  })
})
