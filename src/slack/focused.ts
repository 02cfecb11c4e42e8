import type { InputBlock, KnownBlock } from '@slack/types'

/** Elements that cannot have the focus first. https://docs.slack.dev/reference/block-kit/block-elements */
type Unfocusable = { readonly type: 'file_input' }
type Focusable = Exclude<InputBlock['element'], Unfocusable>

/** The blocks of a modal, of which the first field that is filled in has the focus as it opens. */
export function focusedOnFirst(blocks: readonly KnownBlock[]): KnownBlock[] {
  const first = blocks.find((block) => block.type === 'input')
  return blocks.map((block) => (block === first && block.type === 'input' ? focused(block) : block))
}

function focused(block: InputBlock): InputBlock {
  return isFocusable(block.element) ? { ...block, element: { ...block.element, focus_on_load: true } } : block
}

function isFocusable(element: InputBlock['element']): element is Focusable {
  return element.type !== 'file_input'
}
