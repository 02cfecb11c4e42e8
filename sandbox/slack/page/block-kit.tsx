import type { ReactNode } from 'react'
import { takesAction } from '../elements.ts'
import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts'
import { Element } from './element.tsx'
import { FormField } from './form-field.tsx'
import { Library } from './library.tsx'
import { Mrkdwn, PlainText, TextObject, wordsOf } from './text.tsx'

/** Blocks of a message, a modal or the Home tab, in order. None is ever left out. */
export function Blocks({ blocks }: { blocks: readonly JsonObject[] }) {
  return blocks.map((block, index) => <BlockView key={stringOf(block.block_id) || index} block={block} />)
}

/** What slack-blocks-to-jsx draws as Slack does. Text in markup is not among it: its parser eats colons and hashes. */
const drawnByLibrary = new Set(['rich_text', 'markdown', 'data_visualization', 'alert', 'plan', 'task_card'])

function BlockView({ block }: { block: JsonObject }) {
  switch (block.type) {
    case 'section':
      return <Section block={block} />
    case 'header':
      return (
        <h3 className="block-header">
          <PlainText text={block.text} />
        </h3>
      )
    case 'divider':
      return <hr />
    case 'context':
      return <Context block={block} />
    case 'actions':
    case 'context_actions':
      return <Actions block={block} />
    case 'input':
      return <FormField block={block} />
    case 'image':
      return <Picture image={block} />
    case 'container':
      return <Container block={block} />
    case 'table':
    case 'data_table':
      return <Table block={block} />
    case 'card':
    case 'carousel':
      return <Cards block={block} />
    default:
      if (drawnByLibrary.has(stringOf(block.type))) return <Library block={block} />
      return <Unknown block={block}>Block of type “{String(block.type)}”, which the sandbox does not draw</Unknown>
  }
}

function Section({ block }: { block: JsonObject }) {
  const accessory = isObject(block.accessory) ? block.accessory : undefined
  const fields = objectsOf(block.fields)
  return (
    <div className="section">
      <div className="section-text">
        {isObject(block.text) && <TextObject text={block.text} />}
        {fields.length > 0 && (
          <div className="fields">
            {fields.map((field) => (
              <TextObject key={stringOf(field.text)} text={field} />
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="accessory">
          {takesAction(accessory) ? (
            <Element blockId={stringOf(block.block_id)} element={accessory} />
          ) : (
            <Picture image={accessory} />
          )}
        </div>
      )}
    </div>
  )
}

function Context({ block }: { block: JsonObject }) {
  return (
    <div className="context">
      {objectsOf(block.elements).map((element) =>
        element.type === 'image' ? (
          <Picture key={stringOf(element.image_url)} image={element} />
        ) : (
          <TextObject key={stringOf(element.text)} text={element} />
        ),
      )}
    </div>
  )
}

function Actions({ block }: { block: JsonObject }) {
  return (
    <div className="actions">
      {objectsOf(block.elements).map((element) => (
        <Element key={stringOf(element.action_id)} blockId={stringOf(block.block_id)} element={element} />
      ))}
    </div>
  )
}

/** A picture from this server; one from elsewhere is named and not fetched. */
export function Picture({ image }: { image: JsonObject }) {
  const address = stringOf(image.image_url)
  const alt = stringOf(image.alt_text)
  const isLocal = address.startsWith(`${location.origin}/`)
  const title = wordsOf(image.title)
  return (
    <figure className="picture">
      {title && <figcaption>{title}</figcaption>}
      {isLocal ? (
        <img src={address} alt={alt} />
      ) : (
        <span className="picture-absent" role="img" aria-label={alt}>
          Picture: {alt}
        </span>
      )}
    </figure>
  )
}

function Container({ block }: { block: JsonObject }) {
  const children = <Blocks blocks={objectsOf(block.child_blocks)} />
  const title = wordsOf(block.title)
  if (block.is_collapsible === true) {
    return (
      <details className="container" open={block.default_collapsed !== true}>
        <summary>{title || 'Details'}</summary>
        {children}
      </details>
    )
  }
  return (
    <section className="container" aria-label={title || undefined}>
      {title && <h3>{title}</h3>}
      {children}
    </section>
  )
}

/** A `data_table` says the same as a `table`, with a caption. */
function Table({ block }: { block: JsonObject }) {
  const rows = Array.isArray(block.rows)
    ? block.rows.map((row, index) => objectsOf(row).map((one) => cell(one, index === 0)))
    : []
  const caption = stringOf(block.caption)
  return (
    <figure className="table">
      {caption && <figcaption>{caption}</figcaption>}
      <Library
        block={{ type: 'table', rows, ...(block.column_settings ? { column_settings: block.column_settings } : {}) }}
      />
    </figure>
  )
}

/** The library reads markup in raw text; rich text it leaves alone. */
function cell(raw: JsonObject, isHead: boolean): JsonObject {
  if (raw.type === 'rich_text') return raw
  const text = {
    type: 'text',
    text: stringOf(raw.text) || String(raw.value ?? ''),
    ...(isHead && { style: { bold: true } }),
  }
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [text] }] }
}

function Cards({ block }: { block: JsonObject }) {
  const cards = block.type === 'card' ? [block] : objectsOf(block.elements)
  return (
    <ul className="cards">
      {cards.map((card, index) => (
        <li key={stringOf(card.block_id) || index} className="card">
          {isObject(card.hero_image) && <Picture image={card.hero_image} />}
          {['title', 'subtitle', 'body'].map((part) => {
            const text = wordsOf(card[part])
            return text ? <Mrkdwn key={part} text={text} /> : null
          })}
          <Actions block={{ block_id: card.block_id, elements: card.actions }} />
        </li>
      ))}
    </ul>
  )
}

function Unknown({ block, children }: { block: JsonObject; children: ReactNode }) {
  return (
    <details className="unknown-block">
      <summary>{children}</summary>
      <pre>{JSON.stringify(block, null, 2)}</pre>
    </details>
  )
}
