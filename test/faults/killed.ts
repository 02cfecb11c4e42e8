import type { Death } from './dying.ts'
import type { Service, Spoiled } from './scene.ts'
import type { Story } from './stories.ts'

/** Runs of one kind, and every one of them in which something was lost, doubled or left unfinished. */
export interface Tally {
  readonly kind: string
  readonly runs: number
  readonly failures: readonly string[]
}

/** Kills the worker at every `step`-th of its outgoing calls, before each is sent and after each is carried out. */
export async function killedEverywhere(story: Story, step = 1): Promise<Tally> {
  const { calls } = await story.run()
  const failures: string[] = []
  let runs = 0
  for (let at = 1; at <= calls; at += step)
    for (const when of ['before', 'after'] as const) {
      const death: Death = { at, when }
      runs += 1
      const { faults, errors, deaths } = await story.run({ death })
      if (deaths !== 1) failures.push(`${when} call ${at} of ${calls}: the worker did not die`)
      for (const fault of faults) failures.push(`${when} call ${at} of ${calls}: ${fault}${errorsOf(errors)}`)
    }
  return { kind: `${story.name}, worker killed`, runs, failures }
}

/** Fails one call of a service, each in turn, in a way the service really fails. */
export async function spoiledEverywhere(
  story: Story,
  service: Service,
  fault: { readonly name: string; readonly spoiled: () => Spoiled },
  step = 1,
): Promise<Tally> {
  const failures: string[] = []
  let runs = 0
  for (let at = 1; ; at += step) {
    let isSpoiled = false
    const { faults, errors } = await story.run({
      spoil: (of, count) => {
        if (of !== service || count !== at) return undefined
        isSpoiled = true
        return fault.spoiled()
      },
    })
    if (!isSpoiled) break
    runs += 1
    for (const each of faults) failures.push(`${service} call ${at}: ${each}${errorsOf(errors)}`)
  }
  return { kind: `${story.name}, ${fault.name}`, runs, failures }
}

function errorsOf(errors: readonly string[]): string {
  return errors.length === 0 ? '' : ` (${errors[0]})`
}
