import { useId, useState } from 'react'
import type { PaletteGroup as Group, PaletteRow } from '../palette.ts'
import { usePage } from './page-context.ts'

/** Buttons of the sandbox that belong together. What came of one is said aloud; on a phone the panel then makes way for it. */
export function PaletteGroup({ group }: { group: Group }) {
  const { tell, announce, show } = usePage()
  const [pressed, setPressed] = useState<string>()
  const [problem, setProblem] = useState('')
  const title = useId()
  const press = async (id: string) => {
    setPressed(id)
    setProblem('')
    try {
      const { said } = await tell<{ said: string }>('control', { id })
      announce(said)
      if (matchMedia('(max-width: 900px)').matches) show(null)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setPressed(undefined)
    }
  }
  return (
    <section className="palette-group" aria-labelledby={title}>
      <h3 id={title}>{group.title}</h3>
      {group.hint && <p className="hint">{group.hint}</p>}
      {group.rows.map((row) => (
        <Row key={row.label} row={row} pressed={pressed} onPress={press} />
      ))}
      {problem && <p role="alert">That did not work: {problem}</p>}
    </section>
  )
}

function Row(props: { row: PaletteRow; pressed: string | undefined; onPress: (id: string) => void }) {
  const { row, pressed } = props
  return (
    <div className="palette-row">
      <span className="palette-label">{row.label}</span>
      {row.state && <span className={`palette-state palette-${row.state.tone}`}>{row.state.word}</span>}
      <span className="palette-controls">
        {row.controls.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            className="button button-plain"
            aria-label={`${row.label}: ${label}`}
            aria-busy={pressed === id}
            disabled={pressed !== undefined}
            onClick={() => props.onPress(id)}
          >
            {label}
          </button>
        ))}
      </span>
    </div>
  )
}
