import { clockTime, milliseconds } from '../dynamodb/amount.ts'
import type { Slowness } from './slowness.ts'

/** `orders got slower at 14:05 UTC: half of its calls take 1.9 s or more, 40 ms before.` Without the full stop. */
export function slownessWords(
  { kind, who, milliseconds: ms, usualMilliseconds, slow }: Slowness,
  name: string,
): string {
  const takes = `${who} of its calls take ${milliseconds(ms)} or more`
  const since = slow.points[0] === undefined ? '' : ` at ${clockTime(slow.points[0].at)}`
  if (kind === 'rose')
    return `${name} got slower${since}: ${takes}${usualMilliseconds === undefined ? '' : `, ${milliseconds(usualMilliseconds)} as a rule`}`
  const others = usualMilliseconds === undefined ? '' : `, while half take ${milliseconds(usualMilliseconds)} or less`
  if (kind === 'tail') return `${name} is slow at times: ${takes}${others}`
  return `${name} is slow: ${takes}${usualMilliseconds === undefined || usualMilliseconds < ms / 2 ? '' : ', and it was no faster before'}`
}

export function fastWords(name: string, p50: number | undefined, p99: number | undefined): string {
  const parts = [
    ...(p50 === undefined ? [] : [`half of its calls take ${milliseconds(p50)} or less`]),
    ...(p99 === undefined ? [] : [`one in a hundred ${milliseconds(p99)} or more`]),
  ]
  return `${name} is not slow: ${parts.join(', ')}`
}
