import type { Fix, Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import type { DenialReading } from './reading.ts'
import type { DenialContext, DenialEvidence } from './denial-needs.ts'
import { judgeLayer } from './layer-verdict.ts'
import { judgeSilent } from './silent-verdict.ts'
import { readDenial } from './reading.ts'

/** What refused a call: one cause by its id, with what shows it. */
export interface DenialVerdict {
  readonly id: string
  readonly strength: Strength
  readonly summary: string
  readonly facts: readonly Fact[]
  readonly fix?: Fix
  /** Configuration alone shows that the asked call is refused. */
  readonly standsAlone?: boolean
}

export interface DenialCase {
  readonly reading: DenialReading
  readonly evidence: DenialEvidence
  readonly at: DenialContext
}

/** Names the policy that said no: from AWS's own words where they tell, else from what can be read and simulated. */
export function judgeDenial(evidence: DenialEvidence, at: DenialContext): readonly DenialVerdict[] {
  const reading = readDenial(at.target, evidence)
  const denial: DenialCase = { reading, evidence, at }
  const found = judgeLayer(denial) ?? judgeSilent(denial)
  return found.map((verdict) => ({ ...verdict, facts: [...wordsFact(denial), ...verdict.facts] }))
}

function wordsFact({ reading, at }: DenialCase): Fact[] {
  if (reading.words === undefined) return []
  const words = reading.words.replaceAll(/\s+/g, ' ').slice(0, 600).toWellFormed()
  return [at.fact('event', 'AWS’s words', words, reading.times[0])]
}
