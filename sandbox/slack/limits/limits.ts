import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts'
import { blockRules, type Surface } from './blocks.ts'
import { plainText } from './elements.ts'
import { boolean, fault, list, objectsWithin, oneOf, type Rule, shape, string } from './shape.ts'

/** What the text of all blocks of one message may come to before Slack answers `msg_blocks_too_long`. */
export const messageBlockCharacters = 13_200

const blocksOn: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 }

/**
 * What Slack would refuse in these blocks, in its own words with a JSON pointer each; empty when it would take them.
 * Written from https://docs.slack.dev/reference/block-kit and sharing no code with the app, so that each checks the other.
 */
export function blockFaults(blocks: unknown, surface: Surface = 'message', at = '/blocks'): string[] {
  return [
    ...list(blockRules[surface], blocksOn[surface], 0)(blocks, at),
    ...repeatedIds(blocks, at),
    ...(surface === 'message' ? messageTotals(blocks, at) : []),
  ]
}

/** The characters in every text of the blocks: what counts towards `messageBlockCharacters`. */
export function blockCharacters(blocks: unknown): number {
  let total = 0
  for (const { object } of objectsWithin(blocks)) {
    for (const [name, value] of Object.entries(object)) {
      if (typeof value === 'string' && !uncounted.has(name)) total += value.length
    }
  }
  return total
}

/** What Slack would refuse in a view, with pointers from `/view`. */
export function viewFaults(view: unknown): string[] {
  if (!isObject(view)) return [fault('must be an object', '/view')]
  const surface = view.type
  if (surface !== 'modal' && surface !== 'home') return [fault(`unsupported type: ${String(surface)}`, '/view')]
  const { blocks, ...frame } = view
  const faults = (surface === 'modal' ? modalFrame : homeFrame)(frame, '/view')
  if (blocks === undefined) return [...faults, fault('missing required field: blocks', '/view')]
  const asksForInput = objectsOf(blocks).some((block) => block.type === 'input')
  if (surface === 'modal' && asksForInput && !view.submit) {
    faults.push(fault('missing required field: submit', '/view'))
  }
  return [...faults, ...blockFaults(blocks, surface, '/view/blocks')]
}

const uncounted = new Set(['type', 'action_id', 'block_id', 'style', 'name', 'user_id', 'channel_id', 'format'])

const viewFields = { private_metadata: string(3000, 0), callback_id: string(255, 0), external_id: string(255, 0) }
const homeFrame: Rule = shape({ type: oneOf('home') }, viewFields)
const modalFrame: Rule = shape(
  { type: oneOf('modal'), title: plainText(24) },
  {
    ...viewFields,
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
)

function repeatedIds(blocks: unknown, at: string): string[] {
  const faults: string[] = []
  const seenBlocks = new Set<string>()
  for (const [index, block] of objectsOf(blocks).entries()) {
    const blockId = stringOf(block.block_id)
    if (blockId !== '' && seenBlocks.has(blockId)) {
      faults.push(fault(`block_id ${blockId} already exists`, `${at}/${index}/block_id`))
    }
    seenBlocks.add(blockId)
    const seenActions = new Set<string>()
    for (const { object, at: place } of objectsWithin(block, `${at}/${index}`)) {
      const actionId = stringOf(object.action_id)
      if (actionId === '') continue
      if (seenActions.has(actionId)) faults.push(fault(`action_id ${actionId} already exists`, `${place}/action_id`))
      seenActions.add(actionId)
    }
  }
  return faults
}

function messageTotals(blocks: unknown, at: string): string[] {
  const faults: string[] = []
  const all = objectsOf(blocks)
  const ofType = (type: string): JsonObject[] => all.filter((block) => block.type === type)
  const markdown = ofType('markdown').reduce((sum, block) => sum + stringOf(block.text).length, 0)
  if (markdown > 12_000) faults.push(fault('markdown blocks must be less than 12001 characters in all', at))
  if (ofType('table').length > 1) faults.push(fault('only_one_table_allowed', at))
  const cells = blockCharacters([...ofType('table'), ...ofType('data_table')])
  if (cells > 10_000) faults.push(fault('table cells must be less than 10001 characters in all', at))
  if (ofType('data_visualization').length > 2)
    faults.push(fault('no more than 2 data_visualization blocks allowed', at))
  return faults
}
