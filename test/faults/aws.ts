import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { askedOf } from '../incidents/answer.ts'
import { incidents } from '../incidents/incident.ts'
import type { Tally } from './killed.ts'

/** What befalls all calls of one operation, in the words of a world. */
const faults = {
  throttled: { throttle: true },
  'answered 500': { error: 'InternalFailure' },
  reset: { reset: true },
  denied: { error: { code: 'AccessDeniedException', message: 'not authorized', status: 403 } },
  'credentials expired': { credentials: 'expired' },
} as const

/**
 * Spoils every operation that an answer reads, one at a time and each in every way. The answer must name the same cause, or none and say what it
 * could not see; a system that fails is never called healthy.
 */
export async function awsFaults(path: string, step = 1): Promise<Tally> {
  const found = incidents().find((each) => each.path === path)
  if (found === undefined) throw new Error(`there is no incident ${path}`)
  const { command, world } = found.incident
  const whole = await askedOf(command, world as DeclaredWorld)
  const causeOf = ({ answer }: typeof whole) => (answer.kind === 'report' ? answer.report.causes[0]?.id : undefined)
  const operations = [...new Set(whole.calls.map(({ service, operation }) => `${service}:${operation}`))]
  const failures: string[] = []
  let runs = 0
  const pairs = operations.flatMap((on) => Object.entries(faults).map(([name, fault]) => ({ on, name, fault })))
  for (const [index, { on, name, fault }] of pairs.entries()) {
    if (index % step !== 0) continue
    runs += 1
    const asked = await askedOf(command, { ...world, faults: [{ on, ...fault }] } as DeclaredWorld)
    const { answer } = asked
    if (answer.kind !== 'report') continue
    const { verdict, gaps } = answer.report
    const cause = causeOf(asked)
    if (verdict === 'healthy') failures.push(`${on} ${name}: called healthy`)
    else if (cause !== causeOf(whole) && verdict === 'cause-found') failures.push(`${on} ${name}: named ${cause}`)
    else if (cause !== causeOf(whole) && gaps.length === 0)
      failures.push(`${on} ${name}: ${verdict}, and no gap is told`)
  }
  return { kind: `${command}, each read refused in five ways`, runs, failures }
}
