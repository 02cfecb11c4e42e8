import type { SlackMessage } from '../../report/slack/message.ts'
import { atomsOf, richTextBlock } from '../../report/slack/rich-text.ts'

/** Long text to copy, as preformatted blocks, in as many messages as it takes. */
export function preformatted(heading: string, text: string): SlackMessage[] {
  const atoms = atomsOf({ kind: 'code', text })
  const perMessage = 3
  const parts = Array.from({ length: Math.ceil(atoms.length / perMessage) }, (_, index) =>
    atoms.slice(index * perMessage, (index + 1) * perMessage),
  )
  return parts.map((part, index) => {
    const title = parts.length === 1 ? heading : `${heading} (${index + 1} of ${parts.length})`
    return { text: title, blocks: [{ type: 'header', text: { type: 'plain_text', text: title } }, richTextBlock(part)] }
  })
}
