import { isCustomResource } from '../../evidence/cloudformation/custom-resource-log.ts'
import type { Failure, StackFailures } from '../../evidence/cloudformation/failures.ts'
import { stackFailures } from '../../evidence/cloudformation/failures.ts'
import { isVague } from '../../evidence/cloudformation/operation.ts'
import { type RefusedCall, refusedCalls } from '../../evidence/cloudformation/refused-call.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import type { Stack } from '../../targets/target.ts'
import { type CauseSpec, type Diagnosis, defineCause, type Fix, type JudgeContext } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { causeOfFailure, plainReason } from './failure-rules.ts'
import { clockOf, redeploy, whatFailed } from './words.ts'

/** What every first failure is read from. */
export const failureNeeds = { found: stackFailures, refused: optional(refusedCalls) }
export type FailureNeeds = typeof failureNeeds

/** Words of one way in which a deployment fails; the evidence is read and weighed the same for all. */
export interface StackFailureWords {
  readonly id: string
  readonly known: 'confirmed' | 'memory'
  readonly cause: string
  readonly docs: `https://${string}`
  /** The rest of the summary after what failed: `its name is taken`. */
  readonly clause: (failure: Failure) => string
  readonly fix: (failure: Failure, stack: Stack) => Fix
  readonly leadsTo?: readonly string[]
  /** Only a change set shows it. */
  readonly isOfChangeSet?: boolean
}

/** Effects that any first failure brings about. */
export const effectsOfFailure = ['cfn-nested-failed', 'cfn-cancelled-cascade'] as const

/** Stands in where fixed words are wanted and no failure is at hand. */
export const unnamed: Failure = {
  source: 'event',
  logicalId: 'RESOURCE',
  physicalId: '',
  type: '',
  status: '',
  reason: '',
}

/** A cause that a failed row's own words name. */
export function stackFailureCause(words: StackFailureWords): CauseSpec<'stack', FailureNeeds> {
  return defineCause({
    id: words.id,
    target: 'stack',
    symptoms: ['failed'],
    cause: words.cause,
    // Without the failure there is nothing to name in a command.
    fix(target) {
      const { cli: _cli, ...fix } = words.fix(unnamed, target)
      return fix
    },
    docs: words.docs,
    known: words.known,
    leadsTo: [...effectsOfFailure, ...(words.leadsTo ?? [])],
    needs: failureNeeds,
    diagnose: ({ found, refused }, at) => judgeFailure(words, found, refused, at),
  })
}

/** Weighs the failures read against one cause's words; `at` may know of further needs. */
export function judgeFailure(
  words: StackFailureWords,
  found: StackFailures,
  refused: Evidence<readonly RefusedCall[]>,
  at: JudgeContext<'stack', FailureNeeds>,
): Diagnosis {
  const named = found.failures.map((failure) => ({ failure, told: toldBy(failure, valueIfRead(refused)) }))
  const mine = named.find(({ told }) => causeOfFailure(told) === words.id)
  if (mine === undefined) return absent(words, found)
  const { failure, told } = mine
  const isFirst = failure === found.failures[0]
  const others = found.failures.filter((each) => each !== failure && each.source === failure.source).slice(0, 3)
  const source = failure.source === 'event' ? undefined : failure.source
  const facts: [Fact, ...Fact[]] = [
    at.fact(
      'found',
      isFirst ? 'First true failure' : 'Further failure',
      `${whatFailed(failure, at.target)}: ${plainReason(failure.reason)}`,
      failure.at,
      source,
    ),
  ]
  if (told !== failure) facts.push(at.fact('refused', 'What the service said', told.reason, failure.at))
  if (failure.validation !== undefined && failure.validation.path !== '')
    facts.push(at.fact('found', 'Place in the template', failure.validation.path, failure.at, 'validation'))
  if (isWorthNaming(failure)) facts.push(at.fact('found', 'Resource', failure.physicalId, failure.at))
  if (found.state !== null) facts.push(at.fact('found', 'Stack status', found.state.status, undefined, 'stack'))
  for (const other of others)
    facts.push(
      at.fact(
        'found',
        'Failed as well',
        `${whatFailed(other, at.target)}: ${plainReason(other.reason)}`,
        other.at,
        source,
      ),
    )
  if (found.cascades > 0)
    facts.push(
      at.fact('found', 'Rows left out', `${found.cascades} that only repeat or follow it (cancelled, “failed to …”)`),
    )
  return {
    strength: isFirst && found.complete && told.reason.trim() !== '' ? 'proven' : 'likely',
    summary:
      `${whatFailed(failure, at.target)}${clockOf(failure.at)}: ${words.clause(told)}. ${plainReason(told.reason)}`.trim(),
    facts,
    ...(failure.at !== undefined && failure.at > 0 && { times: [failure.at] }),
    fix: redeploy(words.fix(told, at.target), found, at.target),
  }
}

/** The name in AWS of a failed resource, where its reason does not hold it; a custom resource's is its function's affair. */
function isWorthNaming({ source, physicalId, type, reason }: Failure): boolean {
  return source === 'event' && physicalId !== '' && !isCustomResource(type) && !reason.includes(physicalId)
}

/** A row that says nothing useful speaks through the call that CloudTrail saw refused. */
function toldBy(failure: Failure, refused: readonly RefusedCall[] | undefined): Failure {
  const call = refused?.[0]
  if (call === undefined || failure.source !== 'event' || !isVague(failure.reason)) return failure
  return { ...failure, reason: `${call.event} at ${call.source}: ${call.errorCode}: ${call.errorMessage}` }
}

function absent({ isOfChangeSet, id }: StackFailureWords, found: StackFailures): Diagnosis {
  if (found.failures.length === 0 && !found.complete)
    return { inconclusive: 'The stack’s history that could be read does not reach back to where the operation began.' }
  if (isOfChangeSet === true && found.unread.length > 0)
    return { inconclusive: `The change sets could not be read: ${found.unread.join(', ')}.` }
  const first = found.failures[0]
  const other = first === undefined ? undefined : causeOfFailure(first)
  return other === undefined || other === id ? 'clear' : { clear: `The first failure is another one: ${other}.` }
}
