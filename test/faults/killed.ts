import type { Death } from './dying.ts'
import type { Failing } from './failing.ts'
import type { Story } from './stories.ts'

/** Runs with one kind of fault, and every one of them in which something was lost, doubled, untrue or left unfinished. */
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
  return tally('worker killed at every call', story, runs, failures)
}

/** Fails one call of a service, each in turn, in a way the service really fails. */
export async function spoiledEverywhere(story: Story, failing: Failing, step = 1): Promise<Tally> {
  const { service, name, operations = /./, spoiled } = failing
  const failures: string[] = []
  let runs = 0
  for (let at = 1; ; at += step) {
    let seen = 0
    let what: string | undefined
    const { faults, errors } = await story.run({
      spoil: (call) => {
        if (call.service !== service || !operations.test(call.operation)) return undefined
        seen += 1
        if (seen !== at) return undefined
        what = call.operation
        return spoiled()
      },
    })
    if (what === undefined) break
    runs += 1
    for (const each of faults) failures.push(`${what}, ${service} call ${at}: ${each}${errorsOf(errors)}`)
  }
  return tally(name, story, runs, failures)
}

/** Lets SQS do what it may: deliver everything twice, the newest first, or both. */
export async function disordered(story: Story): Promise<Tally> {
  const failures: string[] = []
  const ways = [{ isDoubled: true }, { isReversed: true }, { isDoubled: true, isReversed: true }]
  for (const way of ways) failures.push(...(await story.run(way)).faults.map((each) => `${Object.keys(way)}: ${each}`))
  return tally('SQS duplicates and disorder', story, ways.length, failures)
}

function tally(kind: string, { name }: Story, runs: number, failures: readonly string[]): Tally {
  return { kind, runs, failures: failures.map((each) => `${name}: ${each}`) }
}

function errorsOf(errors: readonly string[]): string {
  return errors.length === 0 ? '' : ` (${errors[0]})`
}
