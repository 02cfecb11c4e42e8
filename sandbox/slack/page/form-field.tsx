import { useId } from 'react'
import type { Choice } from '../elements.ts'
import { isObject, type JsonObject, stringOf } from '../json.ts'
import { FormControl } from './form-control.tsx'
import { useSurface } from './surface.ts'
import { PlainText, wordsOf } from './text.tsx'

/** An input block: label, control, hint, and what is wrong with it. */
export function FormField({ block }: { block: JsonObject }) {
  const surface = useSurface()
  const id = useId()
  const blockId = stringOf(block.block_id)
  const element = isObject(block.element) ? block.element : {}
  const actionId = stringOf(element.action_id)
  const error = surface.errors[blockId]
  const hint = wordsOf(block.hint)
  const label = wordsOf(block.label)
  const dispatches = block.dispatch_action === true
  const change = (choice: Choice) => {
    surface.choose(blockId, actionId, choice)
    if (dispatches && !waitsForEnter(element)) void surface.press(blockId, actionId, choice)
  }
  const enter = (choice: Choice) => {
    if (dispatches && waitsForEnter(element)) void surface.press(blockId, actionId, choice)
  }
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div
      className={error ? 'form-field form-field-wrong' : 'form-field'}
      data-focus-on-load={element.focus_on_load === true || undefined}
    >
      <p className="label" aria-hidden="true">
        <PlainText text={label} />
        {block.optional === true && <span className="optional"> (optional)</span>}
      </p>
      <FormControl
        blockId={blockId}
        element={element}
        label={label}
        onChange={change}
        onEnter={enter}
        invalid={error !== undefined}
        describedBy={described || undefined}
      />
      {error && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
    </div>
  )
}

/** Text fields tell the app on Enter, unless every character is asked for. */
function waitsForEnter(element: JsonObject): boolean {
  const asked = isObject(element.dispatch_action_config) ? element.dispatch_action_config.trigger_actions_on : undefined
  const everyCharacter = Array.isArray(asked) && asked.includes('on_character_entered')
  return /_input$/.test(stringOf(element.type)) && !everyCharacter
}
