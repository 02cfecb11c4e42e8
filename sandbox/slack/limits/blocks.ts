import { chart } from './chart.ts'
import {
  accessory,
  actionElement,
  anyText,
  buttonElement,
  contextAction,
  contextElement,
  id,
  image,
  inputElement,
  mrkdwn,
  plainText,
} from './elements.ts'
import { richTextElement } from './rich-text.ts'
import {
  atLeastOne,
  boolean,
  byType,
  every,
  exactlyOne,
  type Fields,
  finite,
  list,
  oneOf,
  only,
  type Rule,
  shape,
  string,
  webAddress,
  whole,
} from './shape.ts'

const type: Rule = () => []

function block(required: Fields, optional: Fields = {}): Rule {
  return shape({ type, ...required }, { block_id: id, ...optional })
}

const richText = block({ elements: list(richTextElement, 100) })
const cell = byType({
  raw_text: shape({ type, text: string(3000) }),
  raw_number: shape({ type, value: finite }, { text: string(3000) }),
  rich_text: richText,
})
const column = shape({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean })
const source = shape({ type: oneOf('url'), url: webAddress, text: string(3000) })
const task = block(
  {
    task_id: id,
    title: string(3000),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  { details: richText, output: richText, sources: list(source, 10) },
)
const card = every(
  block(
    {},
    {
      hero_image: image,
      icon: image,
      title: mrkdwn(150),
      subtitle: mrkdwn(150),
      body: mrkdwn(200),
      actions: list(buttonElement, 5),
    },
  ),
  atLeastOne('hero_image', 'title', 'actions', 'body'),
)
const picture: Fields = {
  image_url: webAddress,
  slack_file: shape({}, { id, url: webAddress }),
  title: plainText(2000),
}

const plainBlocks: Readonly<Record<string, Rule>> = {
  section: every(
    block({}, { text: anyText(3000), fields: list(anyText(2000), 10), accessory, expand: boolean }),
    atLeastOne('text', 'fields'),
  ),
  header: block({ text: plainText(150) }, { level: whole(1, 4) }),
  divider: block({}),
  context: block({ elements: list(contextElement, 10) }),
  context_actions: block({ elements: list(contextAction, 5) }),
  actions: block({ elements: list(actionElement, 25) }),
  image: every(block({ alt_text: string(2000) }, picture), exactlyOne('image_url', 'slack_file')),
  input: block(
    { label: plainText(2000), element: inputElement },
    { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  ),
  rich_text: richText,
  markdown: block({ text: string(12_000) }),
  table: block({ rows: list(list(cell, 20), 100) }, { column_settings: list(column, 20) }),
  data_table: block(
    { rows: list(list(cell, 20), 101, 2), caption: string(3000) },
    { page_size: whole(1, 100), row_header_column_index: whole(0, 19) },
  ),
  alert: block({ text: anyText(3000) }, { level: oneOf('default', 'info', 'warning', 'error', 'success') }),
  card,
  carousel: block({ elements: list(byType({ card }), 10) }),
  task_card: task,
  plan: block({ title: string(3000) }, { tasks: list(byType({ task_card: task }), 50) }),
  data_visualization: block({ title: string(50), chart }),
  video: block(
    { video_url: webAddress, thumbnail_url: webAddress, alt_text: string(2000), title: plainText(200) },
    {
      title_url: webAddress,
      author_name: string(50),
      provider_name: string(100),
      provider_icon_url: webAddress,
      description: plainText(200),
    },
  ),
}

const container: Rule = block(
  {
    child_blocks: list(
      byType(
        only(plainBlocks, [
          'actions',
          'context',
          'divider',
          'header',
          'image',
          'input',
          'rich_text',
          'section',
          'table',
          'video',
        ]),
      ),
      50,
    ),
  },
  {
    title: plainText(150),
    rich_text_title: richText,
    subtitle: anyText(150),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: image,
    is_collapsible: boolean,
    default_collapsed: boolean,
    has_header_divider: boolean,
  },
)

export type Surface = 'message' | 'modal' | 'home'

const everywhere: Readonly<Record<string, Rule>> = { ...plainBlocks, container }
const messageOnly = [
  'markdown',
  'table',
  'data_table',
  'data_visualization',
  'context_actions',
  'card',
  'carousel',
  'container',
  'plan',
  'task_card',
]
const inViews = only(
  everywhere,
  Object.keys(everywhere).filter((name) => !messageOnly.includes(name)),
)
const inHome = only(
  inViews,
  Object.keys(inViews).filter((name) => name !== 'alert'),
)

/** The blocks each surface takes, by type. */
export const blockRules: Readonly<Record<Surface, Rule>> = {
  message: byType(everywhere),
  modal: byType(inViews),
  home: byType(inHome),
}
