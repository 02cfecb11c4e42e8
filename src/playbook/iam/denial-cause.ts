import type { Alias, CauseSpec, Fix } from '../cause.ts'
import { defineCause } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { blamed } from './blamed.ts'
import { type DenialNeeds, denialNeeds } from './denial-needs.ts'
import { whyUnnamed } from './unnamed.ts'
import { judgeDenial } from './verdict.ts'

/** The words of one way in which a call is refused; which way it was is decided once for all of them. */
export interface DenialWords {
  readonly id: string
  readonly aliases?: readonly Alias[]
  readonly known: 'confirmed' | 'memory'
  readonly cause: string
  readonly docs: `https://${string}`
  readonly fix: Fix
}

export function denialCause(words: DenialWords): CauseSpec<'denial', DenialNeeds> {
  return defineCause({
    id: words.id,
    ...(words.aliases !== undefined && { aliases: words.aliases }),
    target: 'denial',
    symptoms: ['denied', 'errors', '502', '500'],
    cause: words.cause,
    fix: () => words.fix,
    docs: words.docs,
    known: words.known,
    leadsTo: ['lambda-code-accessdenied'],
    needs: denialNeeds,
    diagnose(evidence, at) {
      const verdicts = judgeDenial(evidence, at)
      const mine = verdicts.find((verdict) => verdict.id === words.id)
      if (mine === undefined) return whyUnnamed(words.id, verdicts, evidence, at)
      const [first, ...rest] = mine.facts
      const fact: Fact = first ?? at.fact('principal', 'Caller', at.target.principal ?? at.target.caller ?? 'not known')
      return {
        strength: mine.strength,
        summary: mine.summary.replace(/^(role|user) /, (kind) => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`),
        facts: [fact, ...rest],
        ...blamed(words.id, evidence, at),
        ...(at.target.times.length > 0 && { times: at.target.times }),
        ...(mine.fix !== undefined && { fix: mine.fix }),
        ...(mine.standsAlone === true && { standsAlone: true }),
      }
    },
  })
}
