import { describe, expect, it } from 'vitest'
import { blockFaults, charactersIn } from './slack-limits.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(length) } })
const button = (more: object = {}) => ({ type: 'button', action_id: 'a', text: plain('Go'), ...more })
const actions = (...elements: readonly object[]) => ({ type: 'actions', elements })
const rich = (...elements: readonly object[]) => ({ type: 'rich_text', elements })
const run = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] })
const overflow = (count: number) => ({
  type: 'overflow',
  action_id: 'o',
  options: Array.from({ length: count }, (_, index) => ({ text: plain('x'), value: `${index}` })),
})

describe('the last size that fits and the first that does not', () => {
  const edges: readonly (readonly [string, (size: number) => readonly object[], number])[] = [
    ['blocks in a message', (size) => Array.from({ length: size }, () => ({ type: 'divider' })), 50],
    ['section text', (size) => [section(size)], 3000],
    ['section fields', (size) => [{ type: 'section', fields: Array.from({ length: size }, () => plain('x')) }], 10],
    ['field text', (size) => [{ type: 'section', fields: [plain('x'.repeat(size))] }], 2000],
    ['header', (size) => [{ type: 'header', text: plain('x'.repeat(size)) }], 150],
    ['context elements', (size) => [{ type: 'context', elements: Array.from({ length: size }, () => plain('x')) }], 10],
    [
      'actions',
      (size) => [actions(...Array.from({ length: size }, (_, index) => button({ action_id: `a${index}` })))],
      25,
    ],
    ['button text', (size) => [actions(button({ text: plain('x'.repeat(size)) }))], 75],
    ['button value', (size) => [actions(button({ value: 'x'.repeat(size) }))], 2000],
    ['action id', (size) => [actions(button({ action_id: 'x'.repeat(size) }))], 255],
    ['block id', (size) => [{ type: 'divider', block_id: 'x'.repeat(size) }], 255],
    ['overflow options', (size) => [actions(overflow(size))], 5],
    ['run of rich text', (size) => [rich(run('x'.repeat(size)))], 3000],
    ['rich text elements', (size) => [rich(...Array.from({ length: size }, () => run('x')))], 100],
    ['characters in all', (size) => [section(3000), section(3000), section(3000), section(size - 9000)], 11_000],
  ]
  it.each(edges)('%s', (_, build, most) => {
    expect(blockFaults(build(most))).toEqual([])
    expect(blockFaults(build(most + 1))).not.toEqual([])
  })
})

describe('what Slack refuses besides', () => {
  it.each([
    ['no blocks', []],
    ['an unknown block', [{ type: 'marquee' }]],
    ['an empty section', [{ type: 'section' }]],
    ['empty text', [section(0)]],
    ['an empty run', [rich(run(''))]],
    ['an empty list', [rich({ type: 'rich_text_list', style: 'bullet', elements: [] })]],
    ['no actions', [actions()]],
    ['a button in a context', [{ type: 'context', elements: [button()] }]],
    ['a link inside actions', [actions({ type: 'link', url: 'https://x' })]],
    [
      'a block id used twice',
      [
        { type: 'divider', block_id: 'b' },
        { type: 'divider', block_id: 'b' },
      ],
    ],
    ['an action id used twice in a block', [actions(button(), button())]],
    ['a missing label', [{ type: 'input', element: { type: 'plain_text_input', action_id: 'i' } }]],
  ])('%s', (_, blocks) => {
    expect(blockFaults(blocks)).not.toEqual([])
  })

  it('allows one action id in two blocks, and 100 blocks in a view', () => {
    expect(blockFaults([actions(button()), actions(button())])).toEqual([])
    const dividers = Array.from({ length: 100 }, () => ({ type: 'divider' }))
    expect(blockFaults(dividers, 'view')).toEqual([])
    expect(blockFaults([...dividers, { type: 'divider' }], 'view')).not.toEqual([])
  })
})

it('counts what is shown, linked and sent back, and no type words', () => {
  expect(
    charactersIn([{ type: 'section', text: { type: 'mrkdwn', text: 'abc' } }, actions(button({ value: '12' }))]),
  ).toBe('abc'.length + 'a'.length + 'Go'.length + '12'.length)
})
