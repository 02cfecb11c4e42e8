import type { Scenario } from '../page-routes.ts'
import { Icon } from './icons.tsx'
import { usePage } from './page-context.ts'
import { PaletteGroup } from './palette-group.tsx'
import { SidePanel } from './side-panel.tsx'

type Progress = { readonly id: string; readonly state: 'starting' | 'running' | 'failed'; readonly reason?: string }

/** The palette of incidents: set one off, then ask about it. */
export function IncidentsPanel({
  progress,
  onProgress,
}: {
  progress: Progress | null
  onProgress: (next: Progress) => void
}) {
  const { model, tell } = usePage()
  const { scenario: present, groups } = model.palette
  const shown: Progress | null = progress ?? (present === undefined ? null : { id: present, state: 'running' })
  const setOff = async ({ id }: Scenario) => {
    onProgress({ id, state: 'starting' })
    try {
      await tell('scenario', { id })
      onProgress({ id, state: 'running' })
    } catch (error) {
      onProgress({ id, state: 'failed', reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return (
    <SidePanel title="Set off an incident">
      <div className="incidents">
        <p className="hint">
          Each one puts the simulated account in a state that real ones get into. Then ask {model.app.name}, as you
          would at 3 a.m.
        </p>
        {groups
          .filter(({ isOfScenario }) => !isOfScenario)
          .map((group) => (
            <PaletteGroup key={group.title} group={group} />
          ))}
        <ol>
          {model.scenarios.map((scenario) => (
            <li key={scenario.id}>
              <ScenarioCard
                scenario={scenario}
                progress={shown?.id === scenario.id ? shown : null}
                onSetOff={() => setOff(scenario)}
              />
            </li>
          ))}
        </ol>
        {model.scenarios.length === 0 && <p className="empty">No incidents are on offer in this sandbox.</p>}
      </div>
    </SidePanel>
  )
}

export type { Progress }

function ScenarioCard(props: { scenario: Scenario; progress: Progress | null; onSetOff: () => void }) {
  const { scenario, progress, onSetOff } = props
  const { compose, model } = usePage()
  const isOn = progress?.state === 'running'
  return (
    <section className={isOn ? 'scenario scenario-on' : 'scenario'} aria-label={scenario.title}>
      <button type="button" className="scenario-start" aria-busy={progress?.state === 'starting'} onClick={onSetOff}>
        <span className="scenario-symptom">{scenario.symptom}</span>
        <strong>{scenario.title}</strong>
        <span>{scenario.description}</span>
      </button>
      {isOn && (
        <div className="scenario-next" role="status">
          <p>It is happening now. Ask:</p>
          <button type="button" className="scenario-command" onClick={() => compose(scenario.suggestedCommand)}>
            <code>{scenario.suggestedCommand}</code>
            <span>
              <Icon name="bolt" size={14} /> Type it
            </span>
          </button>
          {model.palette.groups
            .filter(({ isOfScenario }) => isOfScenario)
            .map((group) => (
              <PaletteGroup key={group.title} group={group} />
            ))}
        </div>
      )}
      {progress?.state === 'failed' && <p role="alert">It could not be set off: {progress.reason}</p>}
    </section>
  )
}
