import type { ReactNode } from 'react'
import { takesAction } from '../elements.ts'
import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts'
import { Element } from './element.tsx'
import { FormField } from './form-field.tsx'
import { Library, Mrkdwn, wordsOf } from './library.tsx'

/** Blocks of a message, a modal or the Home tab, in order. None is ever left out. */
export function Blocks({ blocks }: { blocks: readonly JsonObject[] }) {
  return (
    <>
      {blocks.map((block, index) => (
        <BlockView key={stringOf(block.block_id) || index} block={block} />
      ))}
    </>
  )
}

/** What slack-blocks-to-jsx draws and nobody can press. */
const drawnByLibrary = new Set([
  'section',
  'header',
  'divider',
  'context',
  'rich_text',
  'markdown',
  'table',
  'data_visualization',
  'alert',
  'plan',
  'task_card',
])

function BlockView({ block }: { block: JsonObject }) {
  const accessory = isObject(block.accessory) ? block.accessory : undefined
  if (block.type === 'section' && accessory) return <SectionWithAccessory block={block} accessory={accessory} />
  if (block.type === 'actions' || block.type === 'context_actions') return <Actions block={block} />
  if (block.type === 'input') return <FormField block={block} />
  if (block.type === 'image') return <Picture image={block} />
  if (block.type === 'container') return <Container block={block} />
  if (block.type === 'video') return <Unknown block={block}>Video: {wordsOf(block.title)}</Unknown>
  if (block.type === 'data_table') return <DataTable block={block} />
  if (block.type === 'card' || block.type === 'carousel') return <Cards block={block} />
  if (drawnByLibrary.has(stringOf(block.type))) return <Library blocks={[block]} />
  return <Unknown block={block}>Block of unknown type “{String(block.type)}”</Unknown>
}

function SectionWithAccessory({ block, accessory }: { block: JsonObject; accessory: JsonObject }) {
  const { accessory: _, ...text } = block
  return (
    <div className="section-accessory">
      <Library blocks={[text]} />
      <div className="accessory">
        {takesAction(accessory) ? (
          <Element blockId={stringOf(block.block_id)} element={accessory} />
        ) : (
          <Picture image={accessory} />
        )}
      </div>
    </div>
  )
}

function Actions({ block }: { block: JsonObject }) {
  return (
    <div className="actions">
      {objectsOf(block.elements).map((element, index) => (
        <Element key={stringOf(element.action_id) || index} blockId={stringOf(block.block_id)} element={element} />
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
function DataTable({ block }: { block: JsonObject }) {
  const rows = Array.isArray(block.rows) ? block.rows.map((row) => objectsOf(row).map(tableCell)) : []
  return (
    <figure className="data-table">
      <figcaption>{stringOf(block.caption)}</figcaption>
      <Library blocks={[{ type: 'table', rows }]} />
    </figure>
  )
}

function tableCell(cell: JsonObject): JsonObject {
  if (cell.type === 'rich_text') return cell
  return { type: 'raw_text', text: stringOf(cell.text) || String(cell.value ?? '') }
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
