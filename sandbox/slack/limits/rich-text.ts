import { boolean, byType, finite, list, oneOf, type Rule, shape, string, webAddress, whole } from './shape.ts'

const type: Rule = () => []
const manyElements = 3000
const style = shape(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    underline: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
)
const text = shape({ type, text: string(12_000) }, { style })
const link = shape({ type, url: webAddress }, { text: string(12_000, 0), unsafe: boolean, style })

const inline = byType({
  text,
  link,
  user: shape({ type, user_id: string(255) }, { style }),
  usergroup: shape({ type, usergroup_id: string(255) }, { style }),
  channel: shape({ type, channel_id: string(255) }, { style }),
  team: shape({ type, team_id: string(255) }, { style }),
  broadcast: shape({ type, range: oneOf('here', 'channel', 'everyone') }, { style }),
  emoji: shape({ type, name: string(255) }, { unicode: string(255), url: webAddress, skin_tone: whole(1, 6), style }),
  color: shape({ type, value: string(20) }, { style }),
  date: shape({ type, timestamp: finite, format: string(255) }, { url: webAddress, fallback: string(3000), style }),
})

const border = oneOf(0, 1)
const section = shape({ type, elements: list(inline, manyElements, 0) })
const preformatted = shape(
  { type, elements: list(byType({ text, link }), manyElements, 0) },
  { border, language: string(50) },
)

/** The parts of a `rich_text` block. */
export const richTextElement: Rule = byType({
  rich_text_section: section,
  rich_text_quote: shape({ type, elements: list(inline, manyElements, 0) }, { border }),
  rich_text_preformatted: preformatted,
  rich_text_list: shape(
    { type, style: oneOf('bullet', 'ordered'), elements: list(byType({ rich_text_section: section }), manyElements) },
    { indent: whole(0, 8), offset: whole(0, 10_000), border },
  ),
})
