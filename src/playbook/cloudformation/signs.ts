import { type StackFailures, stackFailures } from '../../evidence/cloudformation/failures.ts'
import { isFailedStatus } from '../../evidence/cloudformation/operation.ts'
import { type StackState, stackState } from '../../evidence/cloudformation/stack.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import type { JudgeContext } from '../cause.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { plainReason } from './failure-rules.ts'
import { whatFailed } from './words.ts'

const needs = { read: optional(stackFailures), stack: optional(stackState) }
type Context = JudgeContext<'stack', typeof needs>

const slowMs = 10 * 60_000
const reviewedMs = 15 * 60_000
const cleanedMs = 60 * 60_000

/** A stack fails by its status, by a change set that could not be made, or by what its deployment printed. */
export const stackSign = defineSign({
  id: 'stack-failed',
  target: 'stack',
  symptoms: ['failed'],
  needs,
  observe({ read, stack }, at): Observation {
    const state = valueIfRead(stack) ?? null
    const found = valueIfRead(read)
    return {
      ...(found === undefined ? withoutHistory(state, at.target.name) : stateOf(found, at)),
      facts: state === null ? [] : [at.fact('stack', 'Stack status', state.status)],
      times: [],
    }
  },
})

/** The status alone says that something failed, and never what. */
function withoutHistory(state: StackState | null, name: string): Pick<Observation, 'state' | 'summary'> {
  if (state === null)
    return { state: 'unknown', summary: `Neither the status nor the history of ${name} could be read.` }
  const isFailed = isFailedStatus(state.status)
  const why = state.statusReason === undefined ? '' : ` (${state.statusReason.trim()})`
  return {
    state: isFailed ? 'present' : 'unknown',
    summary: `${name} is ${state.status}${why}; its history could not be read.`,
  }
}

function stateOf(found: StackFailures, at: Context): Pick<Observation, 'state' | 'summary'> {
  const seen = withHistory(found, at)
  const isBlind = found.unread.includes('cloudformation.change-sets')
  if (seen.state !== 'absent' || !isBlind) return seen
  return {
    state: 'unknown',
    summary: `${seen.summary.replace(/\.$/, '')}; whether a change set failed could not be read.`,
  }
}

function withHistory(found: StackFailures, at: Context): Pick<Observation, 'state' | 'summary'> {
  const { state, changeSet, failures, waiting } = found
  const name = at.target.name
  if (failures[0]?.source === 'error')
    return {
      state: 'present',
      summary: `The deployment of ${name} printed an error: ${plainReason(at.target.error ?? '')}`,
    }
  if (changeSet !== undefined)
    return {
      state: 'present',
      summary: `${name} is ${state?.status ?? 'not there'}, but its newest change set ${changeSet.name} is ${changeSet.status === 'FAILED' ? 'FAILED' : changeSet.executionStatus}.`,
    }
  if (state === null) return { state: 'unknown', summary: `There is no stack ${name}.` }
  const { status } = state
  if (status === 'UNKNOWN') return { state: 'unknown', summary: `The status of ${name} could not be read.` }
  if (found.isOver)
    return {
      state: 'recovered',
      summary: `${name} is ${status}; an earlier operation failed${firstOf(found, at)} and the one after it went well.`,
    }
  if (isFailedStatus(status)) {
    if (found.isCancelledByPerson)
      return {
        state: 'present',
        summary: `${name} is ${status}: somebody cancelled the operation; no resource failed before that.`,
      }
    return { state: 'present', summary: `${name} is ${status}${firstOf(found, at)}.` }
  }
  if (failures.length > 0)
    return { state: 'present', summary: `${name} is ${status}, and its last operation failed${firstOf(found, at)}.` }
  if (status === 'REVIEW_IN_PROGRESS') {
    const isOld = at.now - (state.createdAt ?? at.now) >= reviewedMs
    return {
      state: isOld ? 'present' : 'absent',
      summary: `${name} is in REVIEW_IN_PROGRESS: a change set waits to be executed.`,
    }
  }
  if (status.endsWith('IN_PROGRESS')) {
    const longest = waiting[0]
    const limit = status.includes('CLEANUP') ? cleanedMs : slowMs
    const since = status.includes('CLEANUP') ? (state.updatedAt ?? longest?.at) : longest?.at
    const isLong = since !== undefined && at.now - since >= limit
    const what =
      longest === undefined ? '' : `, waiting for ${longest.logicalId} since ${new Date(longest.at).toISOString()}`
    return { state: isLong ? 'present' : 'absent', summary: `${name} is ${status}${what}.` }
  }
  return { state: 'absent', summary: `${name} is ${status}; no operation failed in the time asked about.` }
}

function firstOf({ failures, cascades }: StackFailures, at: Context): string {
  const first = failures[0]
  if (first === undefined) return ''
  const hidden = cascades > 0 ? ` (${cascades} rows that only follow it are left out)` : ''
  return `; first failure: ${whatFailed(first, at.target)}: ${plainReason(first.reason).replace(/\.$/, '')}${hidden}`
}

export const cloudformationSigns: readonly Sign[] = [stackSign]
