import { Library } from './library.tsx'
import { canvasOf } from './model.ts'
import { usePage } from './page-context.ts'
import { SidePanel } from './side-panel.tsx'

/** A canvas to read. */
export function CanvasPanel({ id }: { id: string }) {
  const { model } = usePage()
  const canvas = canvasOf(model, id)
  return (
    <SidePanel title={canvas?.title ?? 'Canvas'} subtitle="Canvas">
      <div className="canvas">
        {canvas ? <Library block={{ type: 'markdown', text: canvas.markdown }} /> : <p>There is no such canvas.</p>}
      </div>
    </SidePanel>
  )
}
