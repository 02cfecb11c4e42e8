import { valueIfRead } from '../../evidence/evidence.ts'
import type { Fix, Strength } from '../cause.ts'
import type { Fact } from '../fact.ts'
import type { DenialContext, DenialEvidence } from './denial-needs.ts'
import { judgeLayer } from './layer-verdict.ts'
import type { DenialReading } from './reading.ts'
import { readDenial } from './reading.ts'
import { judgeSilent } from './silent-verdict.ts'
import { shownWords } from './words.ts'

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
  const found = withIdentity(denial, judgeLayer(denial) ?? judgeSilent(denial))
  const shared = [...wordsFact(denial), ...decodedFact(denial)]
  return found.map((verdict) => ({ ...verdict, facts: [...shared, ...verdict.facts] }))
}

/** A function that called as somebody else: either that is the mistake, or the other identity lacks the permission. */
function withIdentity({ reading, at }: DenialCase, found: readonly DenialVerdict[]): readonly DenialVerdict[] {
  const expected = at.target.expectedRole
  const { principal } = reading
  if (expected === undefined || principal === undefined || expected.split('/').at(-1) === principal.split('/').at(-1))
    return found
  return [
    {
      id: 'iam-wrong-identity',
      strength: 'likely',
      summary: `The call was made as ${principal}, not as the function’s own role ${expected}.`,
      facts: [at.fact('principal', 'Expected', expected)],
      fix: {
        now: 'Look for credentials in the environment, a profile, or a role that the code assumes; if the other identity is meant, give it the permission.',
      },
    },
    ...found.map((verdict) => ({ ...verdict, strength: 'possible' as const })),
  ]
}

function wordsFact({ reading, at }: DenialCase): Fact[] {
  if (reading.words === undefined) return []
  const words = shownWords(reading.words, 600)
  const { source } = at.target
  const from = source === 'pasted' ? 'the pasted error text' : source === 'log' ? 'the function’s log' : undefined
  return [at.fact('event', 'AWS’s words', words, reading.times[0], from)]
}

/** What the encoded part of the words says. */
function decodedFact({ evidence, at }: DenialCase): Fact[] {
  const decoded = valueIfRead(evidence.decoded)
  if (decoded == null) return []
  const by = decoded.matched.length === 0 ? '' : ` by ${decoded.matched.join(', ')}`
  const what = [decoded.action, decoded.resource].filter((each) => each !== undefined).join(' on ')
  return [at.fact('decoded', 'Decoded', `${decoded.isExplicit ? 'explicit' : 'implicit'} deny${by}: ${what}`)]
}
