import type { FunctionTimeouts } from '../../targets/target.ts'
import type { Strength } from '../cause.ts'
import { readNetwork, unreadNetwork, waits } from './network-reading.ts'
import { pictureOf, type TimeoutEvidence, type TimeoutNeeds, type TimeoutPicture } from './timeout-evidence.ts'
import { readExplicit } from './timeout-explicit.ts'
import { readLowered, readShape } from './timeout-shape.ts'

export type TimeoutCauseId =
  | 'lambda-timeout-default-3s'
  | 'lambda-timeout-too-low'
  | 'lambda-timeout-vpc-no-egress'
  | 'lambda-timeout-sg-nacl'
  | 'lambda-timeout-vpce-policy-or-dns'
  | 'lambda-timeout-nat-exhaustion'
  | 'lambda-timeout-downstream-slow'
  | 'lambda-timeout-sdk-retries'
  | 'lambda-timeout-db-connections'
  | 'lambda-timeout-cpu-starved'
  | 'lambda-timeout-memory-thrash'
  | 'lambda-timeout-event-loop'
  | 'lambda-timeout-extension'
  | 'lambda-timeout-init-suppressed'
  | 'lambda-timeout-efs'
  | 'lambda-timeout-payload-outlier'
  | 'lambda-timeout-deploy-regression'

/** The evidence a fact stands on, its label, its value, when, and what of the evidence it is. */
export type FactWords = readonly [
  need: keyof TimeoutNeeds,
  label: string,
  value: string,
  at?: number | undefined,
  aspect?: string | undefined,
]

/** One explanation of the timeouts. */
export interface TimeoutReading {
  readonly id: TimeoutCauseId
  readonly strength: Strength
  /** Why, after `orders timed out: `. */
  readonly why: string
  readonly facts: readonly FactWords[]
  readonly cli?: string
}

/**
 * Explains why a function's invocations run into a time limit: one explanation where the evidence decides, several possible ones where it does not.
 *
 * What says outright what happened comes first, then the network, then the shape of the durations.
 */
export function readTimeouts(
  evidence: TimeoutEvidence,
  target: FunctionTimeouts,
): { readonly readings: readonly TimeoutReading[]; readonly picture: TimeoutPicture } {
  const picture = pictureOf(evidence)
  if (picture.times.length === 0) return { readings: [], picture }
  const explicit = readExplicit(evidence, picture)
  if (explicit !== undefined) return { readings: [explicit], picture }
  const lowered = readLowered(picture)
  if (lowered !== undefined) return { readings: [lowered], picture }
  const network = readNetwork(evidence, picture, target)
  if (network !== undefined && network.strength !== 'possible') return { readings: [network], picture }
  const shape = readShape(evidence, picture)
  if (network !== undefined) return { readings: [network, ...shape.map(doubted)], picture }
  const isNetworkOpen = unreadNetwork(evidence, target) === undefined || !waits(picture)
  return { readings: isNetworkOpen ? shape : shape.map(doubted), picture }
}

/** Beside a network that may be closed, nothing weaker than proof stands alone. */
function doubted(reading: TimeoutReading): TimeoutReading {
  return { ...reading, strength: reading.strength === 'proven' ? 'likely' : 'possible' }
}
