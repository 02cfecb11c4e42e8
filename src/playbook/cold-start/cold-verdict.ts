import { valueIfRead } from '../../evidence/evidence.ts'
import type { Fix, Strength } from '../cause.ts'
import { amount, milliseconds, percent, plural } from '../dynamodb/amount.ts'
import type { Fact } from '../fact.ts'
import type { ColdContext, ColdEvidence } from './cold-needs.ts'
import type { StartPicture } from './start-picture.ts'

/** Why a function's starts are felt, by the id of the cause. */
export interface ColdVerdict {
  readonly id: string
  readonly strength: Strength
  readonly summary: string
  readonly facts: readonly [Fact, ...Fact[]]
  readonly times: readonly number[]
  readonly requestIds?: readonly string[]
  readonly standsAlone?: boolean
  readonly fix?: Fix
  readonly extent?: number
}

/** How many invocations were cold and how long they waited: the fact beside every verdict. */
export function startsFact(
  { starts, share, initMedian, init95, restoreMedian, isComplete }: StartPicture,
  { startups }: ColdEvidence,
  at: ColdContext,
): Fact {
  const longest =
    initMedian === undefined
      ? restoreMedian === undefined
        ? ''
        : `, restored in ${milliseconds(restoreMedian)}`
      : `, init ${milliseconds(initMedian)} in the middle, ${milliseconds(init95 ?? initMedian)} at worst`
  const words = `${isComplete ? '' : 'at least '}${plural(starts.length, 'invocation')}${share === undefined ? '' : `, ${percent(share)} of all`}${longest}`
  return at.fact('startups', 'Cold starts', words, starts[0]?.at, valueIfRead(startups)?.group)
}

export function whenOf({ starts }: StartPicture): Pick<ColdVerdict, 'times' | 'requestIds'> {
  return { times: starts.map((start) => start.at), requestIds: starts.map((start) => start.requestId) }
}

/** `31 % of the invocations of orders start cold`, as exact as is known. */
export function howOften({ starts, share, invocations }: StartPicture, name: string): string {
  return share === undefined
    ? `${plural(starts.length, 'invocation')} of ${name} started cold`
    : `${percent(share)} of the invocations of ${name} (${amount(starts.length)} of ${amount(invocations)}) started cold`
}
