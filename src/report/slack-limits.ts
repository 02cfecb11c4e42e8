/**
 * Slack's limits on blocks, checked by a table, as Slack's own validation is only reachable online.
 * https://docs.slack.dev/reference/block-kit/blocks
 */

/** Characters a whole message may hold: Slack refuses more than about 13,200 with `msg_blocks_too_long`. */
export const messageCharacters = 11_000
export const messageBlocks = 50
export const viewBlocks = 100
/** Our own bound on one run of text in `rich_text`, for which Slack documents none. */
export const richTextCharacters = 3000

type Json = Readonly<Record<string, unknown>>

interface FieldLimit {
  /** Dots go down, `[]` into each item of a list. */
  readonly path: string
  /** Characters of a string, or items of a list. */
  readonly max: number
  readonly min?: number
  readonly isOptional?: boolean
}

const id: FieldLimit = { path: 'block_id', max: 255, isOptional: true }
const action: FieldLimit = { path: 'action_id', max: 255, isOptional: true }
const placeholder: FieldLimit = { path: 'placeholder.text', max: 150, isOptional: true }
const options = (max: number): readonly FieldLimit[] => [
  { path: 'options', max, isOptional: true },
  { path: 'options[].text.text', max: 75, isOptional: true },
  { path: 'options[].value', max: 150, isOptional: true },
  { path: 'options[].description.text', max: 75, isOptional: true },
]

const limits: Readonly<Record<string, readonly FieldLimit[]>> = {
  section: [
    id,
    { path: 'text.text', max: 3000, isOptional: true },
    { path: 'fields', max: 10, isOptional: true },
    { path: 'fields[].text', max: 2000, isOptional: true },
  ],
  header: [id, { path: 'text.text', max: 150 }],
  context: [id, { path: 'elements', max: 10 }],
  actions: [id, { path: 'elements', max: 25 }],
  divider: [id],
  data_visualization: [
    id,
    { path: 'title', max: 50 },
    { path: 'chart.series', max: 6 },
    { path: 'chart.series[].name', max: 20 },
    { path: 'chart.series[].data', max: 20 },
    { path: 'chart.axis_config.categories', max: 20 },
    { path: 'chart.axis_config.categories[]', max: 20 },
  ],
  input: [id, { path: 'label.text', max: 2000 }, { path: 'hint.text', max: 2000, isOptional: true }],
  rich_text: [id, { path: 'elements', max: 100 }],
  rich_text_section: [{ path: 'elements', max: 200 }],
  rich_text_preformatted: [{ path: 'elements', max: 200 }],
  rich_text_quote: [{ path: 'elements', max: 200 }],
  rich_text_list: [{ path: 'elements', max: 100 }],
  text: [{ path: 'text', max: richTextCharacters }],
  link: [
    { path: 'url', max: 3000 },
    { path: 'text', max: richTextCharacters, isOptional: true },
  ],
  date: [{ path: 'format', max: 100 }],
  emoji: [{ path: 'name', max: 100 }],
  mrkdwn: [{ path: 'text', max: 3000 }],
  plain_text: [{ path: 'text', max: 3000 }],
  button: [
    action,
    { path: 'text.text', max: 75 },
    { path: 'value', max: 2000, isOptional: true },
    { path: 'url', max: 3000, isOptional: true },
    { path: 'accessibility_label', max: 75, isOptional: true },
  ],
  overflow: [action, ...options(5)],
  static_select: [action, placeholder, ...options(100)],
  radio_buttons: [action, ...options(10)],
  checkboxes: [action, ...options(10)],
  plain_text_input: [action, placeholder, { path: 'initial_value', max: 3000, isOptional: true }],
}

const blockTypes = new Set([
  'section',
  'header',
  'context',
  'actions',
  'divider',
  'input',
  'rich_text',
  'data_visualization',
])
const elementParents: Readonly<Record<string, readonly string[]>> = {
  context: ['mrkdwn', 'plain_text'],
  actions: ['button', 'overflow', 'static_select', 'radio_buttons', 'checkboxes'],
  rich_text: ['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote'],
  rich_text_list: ['rich_text_section'],
  rich_text_section: ['text', 'link', 'date', 'emoji', 'user'],
  rich_text_quote: ['text', 'link', 'date', 'emoji'],
  rich_text_preformatted: ['text', 'link'],
}

/** Everything Slack would refuse in these blocks, one sentence each, with the place; empty when it would take them. */
export function blockFaults(blocks: readonly object[], surface: 'message' | 'view' = 'message'): string[] {
  const most = surface === 'message' ? messageBlocks : viewBlocks
  const faults =
    blocks.length === 0 ? ['no blocks'] : blocks.length > most ? [`${blocks.length} blocks of at most ${most}`] : []
  faults.push(...blocks.flatMap((block, index) => nodeFaults(asJson(block), `blocks[${index}]`, [...blockTypes])))
  const size = charactersIn(blocks)
  if (size > messageCharacters && surface === 'message')
    faults.push(`${size} characters of at most ${messageCharacters} in all`)
  return [
    ...faults,
    ...duplicates(blocks, 'block_id', 'blocks'),
    ...blocks.flatMap((block, index) => duplicates(childrenOf(asJson(block)), 'action_id', `blocks[${index}]`)),
  ]
}

/** The characters Slack could count in blocks: every string that is shown, linked or sent back. */
export function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (Array.isArray(value)) return value.reduce((total: number, item) => total + charactersIn(item), 0)
  if (value === null || typeof value !== 'object') return 0
  return Object.entries(value).reduce(
    (total, [key, item]) => (key === 'type' || key === 'style' ? total : total + charactersIn(item)),
    0,
  )
}

function nodeFaults(node: Json, place: string, allowed: readonly string[]): string[] {
  const type = String(node.type)
  if (!allowed.includes(type)) return [`${place} is a ${type}, which cannot stand there`]
  const table = limits[type] ?? []
  const own = table.flatMap((limit) => limitFaults(node, limit, place))
  const inner = elementParents[type]
  const children =
    inner === undefined
      ? []
      : childrenOf(node).flatMap((child, index) => nodeFaults(child, `${place}.elements[${index}]`, inner))
  const isEmptySection = type === 'section' && node.text === undefined && node.fields === undefined
  const accessory = asJson(node.accessory)
  const accessoryFaults =
    node.accessory === undefined ? [] : nodeFaults(accessory, `${place}.accessory`, elementParents.actions ?? [])
  const input =
    node.element === undefined
      ? []
      : nodeFaults(asJson(node.element), `${place}.element`, [
          'plain_text_input',
          'static_select',
          'radio_buttons',
          'checkboxes',
        ])
  return [
    ...own,
    ...children,
    ...accessoryFaults,
    ...input,
    ...(isEmptySection ? [`${place} has neither text nor fields`] : []),
  ]
}

function limitFaults(node: Json, { path, max, min = 1, isOptional = false }: FieldLimit, place: string): string[] {
  return valuesAt(node, path).flatMap((value) => {
    if (value === undefined) return isOptional ? [] : [`${place}.${path} is missing`]
    if (typeof value !== 'string' && !Array.isArray(value)) return [`${place}.${path} is neither text nor a list`]
    const unit = typeof value === 'string' ? 'characters' : 'items'
    if (value.length < min) return [`${place}.${path} is empty`]
    return value.length > max ? [`${place}.${path} has ${value.length} ${unit} of at most ${max}`] : []
  })
}

function valuesAt(node: unknown, path: string): unknown[] {
  const [head = '', ...rest] = path.split('.')
  const isEach = head.endsWith('[]')
  const value = asJson(node)[isEach ? head.slice(0, -2) : head]
  const values = isEach ? (Array.isArray(value) ? value : []) : [value]
  if (rest.length === 0) return values
  return values.flatMap((each) => (each === undefined ? [undefined] : valuesAt(each, rest.join('.'))))
}

function childrenOf(node: Json): Json[] {
  return Array.isArray(node.elements) ? node.elements.map(asJson) : []
}

function duplicates(nodes: readonly object[], key: string, place: string): string[] {
  const seen = new Set<unknown>()
  return nodes.flatMap((node) => {
    const value = asJson(node)[key]
    if (value === undefined) return []
    const isRepeated = seen.has(value)
    seen.add(value)
    return isRepeated ? [`${place} uses ${key} ${String(value)} twice`] : []
  })
}

function asJson(value: unknown): Json {
  return value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value)) : {}
}
