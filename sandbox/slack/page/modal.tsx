import { useEffect, useState } from 'react'
import type { Choice, Choices } from '../elements.ts'
import type { JsonObject } from '../json.ts'
import type { Submitted } from '../outgoing/modals.ts'
import type { SlackView } from '../workspace.ts'
import { Avatar } from './avatar.tsx'
import { Blocks } from './block-kit.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icons.tsx'
import { withChoice } from './message-body.tsx'
import { type Page, usePage } from './page-context.ts'
import { type Surface, SurfaceContext } from './surface.ts'
import { wordsOf } from './text.tsx'

/** Everything one can do inside a view: choose, press, ask for options. */
export function viewSurface(
  page: Page,
  viewId: string,
  choices: Choices,
  setChoices: (next: (current: Choices) => Choices) => void,
  errors: Readonly<Record<string, string>>,
  onTrouble: (line: string) => void,
): Surface {
  return {
    choices,
    errors,
    choose: (blockId, actionId, choice: Choice) =>
      setChoices((current) => withChoice(current, blockId, actionId, choice)),
    async press(blockId, actionId, choice) {
      try {
        const body = { viewId, blockId, actionId, choices, ...(choice !== undefined && { choice }) }
        const { outcome } = await page.tell<{ outcome: string }>('press', body)
        onTrouble(outcome === 'ok' ? '' : 'We had some trouble connecting. Try again?')
      } catch (error) {
        onTrouble(error instanceof Error ? error.message : String(error))
      }
    },
    async suggest(blockId, actionId, typed) {
      const answer = await page.tell<{ options: JsonObject[] }>('suggest', { viewId, blockId, actionId, typed })
      return answer.options
    },
  }
}

/** The modal on top of the person's stack. */
export function Modal({ view }: { view: SlackView }) {
  const page = usePage()
  const [choices, setChoices] = useState<Choices>({})
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [trouble, setTrouble] = useState('')
  const [busy, setBusy] = useState(false)
  const title = wordsOf(view.title)
  useEffect(() => {
    // A new version of the view has answered whatever was wrong with the old one.
    if (view.hash) setErrors({})
  }, [view.hash])
  const close = () => {
    page.tell('close', { viewId: view.id }).catch((error) => setTrouble(String(error)))
  }
  const submit = async () => {
    setBusy(true)
    setTrouble('')
    try {
      const answer = await page.tell<Submitted>('submit', { viewId: view.id, choices })
      if (answer.outcome === 'errors') setErrors(answer.errors)
      if (answer.outcome === 'failed') setTrouble(answer.message)
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  const surface = viewSurface(page, view.id, choices, setChoices, errors, setTrouble)
  return (
    <Dialog label={title} className="dialog modal" onClose={close}>
      <header>
        <Avatar name={page.model.app.name} isApp size={28} />
        <h2>{title}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <SurfaceContext value={surface}>
        <form
          className="modal-body"
          id={`form-${view.id}`}
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          <Blocks blocks={view.blocks} />
        </form>
      </SurfaceContext>
      {trouble && (
        <p className="modal-trouble" role="alert">
          {trouble}
        </p>
      )}
      <footer>
        <button type="button" className="button button-plain" onClick={close}>
          {wordsOf(view.close) || 'Cancel'}
        </button>
        {view.submit !== null && (
          <button
            type="submit"
            form={`form-${view.id}`}
            className="button button-primary"
            disabled={busy}
            aria-busy={busy}
          >
            {wordsOf(view.submit)}
          </button>
        )}
      </footer>
    </Dialog>
  )
}
