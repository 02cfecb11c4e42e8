import { useState } from 'react'
import type { Choice, Choices } from '../elements.ts'
import { type JsonObject, objectsOf, stringOf } from '../json.ts'
import type { SlackFile, SlackMessage } from '../workspace.ts'
import { Blocks, Picture } from './block-kit.tsx'
import { Icon } from './icons.tsx'
import { type Page, usePage } from './page-context.ts'
import { type Surface, SurfaceContext } from './surface.ts'
import { Mrkdwn, wordsOf } from './text.tsx'

/** Text or blocks, attachments and files of a message, with everything in them usable. */
export function MessageBody({ message }: { message: SlackMessage }) {
  const page = usePage()
  const [choices, setChoices] = useState<Choices>({})
  const surface = messageSurface(page, message, choices, setChoices)
  return (
    <SurfaceContext value={surface}>
      {message.blocks?.length ? <Blocks blocks={message.blocks} /> : message.text && <Mrkdwn text={message.text} />}
      {message.edited && <span className="edited">(edited)</span>}
      {message.attachments?.map((attachment, index) => (
        <Attachment key={stringOf(attachment.id) || index} attachment={attachment} />
      ))}
      {message.files?.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
    </SurfaceContext>
  )
}

function messageSurface(
  page: Page,
  message: SlackMessage,
  choices: Choices,
  setChoices: (next: (current: Choices) => Choices) => void,
): Surface {
  const place = { channel: message.channel, ts: message.ts }
  return {
    choices,
    errors: {},
    choose: (blockId, actionId, choice) => setChoices((current) => withChoice(current, blockId, actionId, choice)),
    async press(blockId, actionId, choice) {
      try {
        await page.tell('press', { ...place, blockId, actionId, choices, ...(choice !== undefined && { choice }) })
      } catch (error) {
        page.announce(error instanceof Error ? error.message : String(error))
      }
    },
    async suggest(blockId, actionId, typed) {
      const answer = await page.tell<{ options: JsonObject[] }>('suggest', { ...place, blockId, actionId, typed })
      return answer.options
    },
  }
}

export function withChoice(choices: Choices, blockId: string, actionId: string, choice: Choice): Choices {
  return { ...choices, [blockId]: { ...choices[blockId], [actionId]: choice } }
}

const namedColours: Readonly<Record<string, string>> = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' }

function Attachment({ attachment }: { attachment: JsonObject }) {
  const asked = stringOf(attachment.color)
  const colour = namedColours[asked] ?? (/^#?[0-9a-f]{6}$/i.test(asked) ? `#${asked.replace('#', '')}` : undefined)
  const blocks = objectsOf(attachment.blocks)
  const title = stringOf(attachment.title)
  return (
    <div className="attachment">
      <span className="attachment-bar" style={colour ? { background: colour } : undefined} />
      <div className="attachment-body">
        {stringOf(attachment.pretext) && <Mrkdwn text={stringOf(attachment.pretext)} />}
        {title && <strong>{title}</strong>}
        {stringOf(attachment.text) && <Mrkdwn text={stringOf(attachment.text)} />}
        {blocks.length > 0 && <Blocks blocks={blocks} />}
        {objectsOf(attachment.fields).map((field) => (
          <p key={stringOf(field.title)}>
            <strong>{wordsOf(field.title)}</strong> {wordsOf(field.value)}
          </p>
        ))}
        {stringOf(attachment.footer) && <small>{stringOf(attachment.footer)}</small>}
      </div>
    </div>
  )
}

function FileCard({ file }: { file: SlackFile }) {
  if (file.mimetype.startsWith('image/')) {
    return <Picture image={{ image_url: file.url_private, alt_text: file.title }} />
  }
  return (
    <a className="file-card" href={file.url_private} target="_blank" rel="noopener noreferrer">
      <Icon name="file" size={28} />
      <span>
        <strong>{file.title}</strong>
        <small>{`${file.name}, ${Math.max(1, Math.round(file.size / 1024))} kB`}</small>
      </span>
    </a>
  )
}
