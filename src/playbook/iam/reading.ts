import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import type { AccessRequest } from '../../evidence/iam/policy-match.ts'
import { type DeniedMessage, readDeniedMessage } from '../../targets/denied-message.ts'
import { accountOf, asRole } from '../../targets/principal-arn.ts'
import type { Denial } from '../../targets/target.ts'
import type { DenialEvidence } from './denial-needs.ts'

/** A refusal with everything its message, CloudTrail and the decoded text say of it. */
export interface DenialReading {
  readonly said: DeniedMessage
  /** AWS's own words, wherever they were found. */
  readonly words?: string
  /** `dynamodb:PutItem` */
  readonly action?: string
  readonly resource?: string
  /** The caller's IAM ARN. */
  readonly principal?: string
  /** The caller and the resource belong to different accounts, as far as both are known. */
  readonly isCrossAccount: boolean
  /** Something shows that it was refused: words or a record, not only a question. */
  readonly isSeen: boolean
  readonly request: AccessRequest
  /** Epoch milliseconds. */
  readonly times: readonly number[]
}

export function readDenial(target: Denial, evidence: DenialEvidence): DenialReading {
  const refusals = valueIfRead(evidence.event)?.refusals ?? []
  const decoded = valueIfRead(evidence.decoded)
  const own = readDeniedMessage(target.message ?? '')
  const recorded = refusals.find((call) => call.errorMessage !== '')
  const fromTrail = recorded === undefined ? {} : readDeniedMessage(recorded.errorMessage)
  const said: DeniedMessage = {
    ...fromTrail,
    ...own,
    ...(decoded?.isExplicit === true && own.layer === undefined && { effect: 'explicit' as const }),
  }
  const action = target.action ?? said.action ?? decoded?.action
  const resource = target.resource ?? said.resource ?? decoded?.resource ?? fromTrail.resource
  const caller = target.principal ?? target.caller ?? said.caller ?? decoded?.caller
  const principal = caller?.startsWith('arn:') === true ? asRole(caller) : undefined
  const words = target.message ?? recorded?.errorMessage
  const [mine, theirs] = [accountOf(principal ?? ''), accountOf(resource ?? '')]
  return {
    said,
    ...(words !== undefined && words !== '' && { words }),
    ...(action !== undefined && { action }),
    ...(resource !== undefined && { resource }),
    ...(principal !== undefined && { principal }),
    isCrossAccount: mine !== undefined && theirs !== undefined && mine !== theirs,
    isSeen: target.source !== 'asked' || refusals.length > 0,
    request: {
      action: action ?? '',
      ...(resource !== undefined && { resource }),
      ...(principal !== undefined && { principal }),
      context: contextOf(principal, action, target),
    },
    times: [...target.times, ...refusals.map((call) => call.at)],
  }
}

/** Context that any request of this caller carries; tags, addresses and endpoints are not among it. */
function contextOf(
  principal: string | undefined,
  _action: string | undefined,
  target: Denial,
): Record<string, string[]> {
  const account = accountOf(principal ?? '')
  return {
    ...(principal !== undefined && { 'aws:principalarn': [principal] }),
    ...(account !== undefined && { 'aws:principalaccount': [account] }),
    'aws:requestedregion': [target.resource?.split(':')[3] || target.region],
    'aws:securetransport': ['true'],
  }
}

/** Whether every one of these was read. */
export function areRead(...evidence: readonly Evidence<unknown>[]): boolean {
  return evidence.every((each) => each.status === 'ok')
}
