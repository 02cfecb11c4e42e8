import { isOperationStart, type StackEvent } from './events.ts'

/** What CloudFormation did from one request on, its rollback included. */
export interface Operation {
  readonly kind: 'create' | 'update' | 'delete' | 'import' | 'review'
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** False when the history read begins in its middle. */
  readonly hasStart: boolean
  /** The stack's own status at its end. */
  readonly endStatus: string
  /** Rows before the rollback began. */
  readonly forward: readonly StackEvent[]
  /** Rows of the last rollback attempt. */
  readonly rollback: readonly StackEvent[]
}

/** Splits a history, oldest first, into its operations. */
export function operationsOf(events: readonly StackEvent[]): Operation[] {
  const groups: StackEvent[][] = []
  for (const event of events) {
    const group = groups.at(-1)
    if (group === undefined || (isOperationStart(event) && !continues(group, event))) groups.push([event])
    else group.push(event)
  }
  return groups.map(operationOf)
}

/** A stack made from a change set is reviewed first and created by the same wish. */
function continues(group: readonly StackEvent[], event: StackEvent): boolean {
  const own = group.filter((each) => each.isStack)
  return (
    event.status === 'CREATE_IN_PROGRESS' && own.length > 0 && own.every((each) => each.status.startsWith('REVIEW'))
  )
}

function operationOf(group: readonly StackEvent[]): Operation {
  const own = group.filter((event) => event.isStack)
  const start = [...own].reverse().find(isOperationStart)
  const isRollback = (event: StackEvent): boolean => event.isStack && /ROLLBACK_IN_PROGRESS$/.test(event.status)
  const firstRollback = group.findIndex(isRollback)
  const lastRollback = group.findLastIndex(isRollback)
  return {
    kind: kindOf(start?.status ?? own[0]?.status ?? group[0]?.status ?? ''),
    startedAt: (own.find(isOperationStart) ?? group[0])?.at ?? 0,
    hasStart: start !== undefined,
    endStatus: own.at(-1)?.status ?? '',
    forward: firstRollback === -1 ? group : group.slice(0, firstRollback + 1),
    rollback: lastRollback === -1 ? [] : group.slice(lastRollback),
  }
}

function kindOf(status: string): Operation['kind'] {
  if (status.startsWith('ROLLBACK') || status.startsWith('CREATE')) return 'create'
  if (status.startsWith('DELETE')) return 'delete'
  if (status.startsWith('IMPORT')) return 'import'
  return status.startsWith('REVIEW') ? 'review' : 'update'
}

/** Whether a stack's status says that its last operation did not do what was asked. */
export function isFailedStatus(status: string): boolean {
  return /FAILED$|ROLLBACK/.test(status)
}

const cascades = [
  /Resource (creation|update|deletion|import|handling) cancell?ed/i,
  /The following resource\(s\) failed to (create|update|delete|import)/i,
  /User Initiated/i,
]

/** What the stack's own row adds to every reason for which it rolls back. */
const rollbackNote = /\s*Rollback requested by user\.?\s*$/i

/** A row that only repeats or follows another failure; it is never the first. A nested stack's row leads on to its own. */
export function isCascade(reason: string): boolean {
  if (/^Embedded stack/i.test(reason)) return false
  const isNoteAlone = rollbackNote.test(reason) && reason.replace(rollbackNote, '') === ''
  return isNoteAlone || cascades.some((pattern) => pattern.test(reason))
}

/** A reason without the note that a rollback follows. */
export function withoutRollbackNote(reason: string): string {
  const bare = reason.replace(rollbackNote, '')
  return bare === '' ? reason : bare
}

/** A reason that names nothing a person could act on. */
export function isVague(reason: string): boolean {
  const bare = reason.replace(/\(RequestToken:.*\)/, '').trim()
  return (
    bare === '' ||
    /^(Internal Failure|Resource handler returned message: "?(null)?"?)\.?$/i.test(bare) ||
    /GeneralServiceException|InternalFailure/.test(reason)
  )
}

const sameMomentMs = 2_000

/** True failures of resources, the first in front; of several in one moment the most telling is the first. */
export function trueFailures(events: readonly StackEvent[]): StackEvent[] {
  const failed = events.filter((event) => !event.isStack && /_FAILED$/.test(event.status) && !isCascade(event.reason))
  const first = failed[0]
  if (first === undefined) return []
  const moment = failed.filter((event) => event.at - first.at <= sameMomentMs)
  const telling = moment.find((event) => !isVague(event.reason)) ?? first
  return [telling, ...failed.filter((event) => event !== telling)]
}

/** What the stack itself says, where no resource failed: a transform, an alarm, a role that is gone. */
export function stackReason(events: readonly StackEvent[]): StackEvent | undefined {
  return events.find(
    (event) => event.isStack && isFailedStatus(event.status) && event.reason !== '' && !isCascade(event.reason),
  )
}

/** Failures while old resources are cleaned up after an update do not make it fail. */
export function hasFailed(operation: Operation): boolean {
  if (isFailedStatus(operation.endStatus)) return true
  return (
    !operation.endStatus.endsWith('COMPLETE') &&
    !operation.endStatus.includes('CLEANUP') &&
    trueFailures(operation.forward).length > 0
  )
}
