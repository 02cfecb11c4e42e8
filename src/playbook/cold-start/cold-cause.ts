import { valueIfRead } from '../../evidence/evidence.ts'
import type { LambdaFunction } from '../../targets/target.ts'
import { type CauseSpec, type Diagnosis, defineCause, type Fix } from '../cause.ts'
import { type ColdContext, type ColdEvidence, coldNeeds } from './cold-needs.ts'
import { judgeColdStart } from './judge-cold-start.ts'
import { startPicture } from './start-picture.ts'

/** The words of one reason for slow starts; the reasons share their evidence and are judged together. */
export interface ColdWords {
  readonly id: string
  readonly cause: string
  readonly fix: (target: LambdaFunction) => Fix
  readonly docs: `https://${string}`
  readonly known?: 'memory'
}

/** A cause of cold starts. */
export function coldCause({ id, cause, fix, docs, known }: ColdWords): CauseSpec<'function', typeof coldNeeds> {
  return defineCause({
    id,
    target: 'function',
    symptoms: ['cold-start', 'slow'],
    cause,
    fix,
    docs,
    known: known ?? 'confirmed',
    leadsTo: ['apigw504-cold-start', 'httpapi503-custom-low-timeout'],
    needs: coldNeeds,
    diagnose: (evidence, at) => diagnoseColdStart(id, evidence, at),
  })
}

/** Reads without which an id cannot be excluded. */
const decidedBy: readonly (readonly [RegExp, readonly (keyof ColdEvidence & string)[]])[] = [
  [/^cold-(pc|weighted)/, ['provisioned', 'use']],
  [/^cold-(vpc-first-eni|java-dotnet|low-memory|container-image|snapstart-off-qualifier)$/, ['configuration']],
  [/^cold-lmi$/, ['configuration', 'package']],
]

function diagnoseColdStart(id: string, evidence: ColdEvidence, at: ColdContext): Diagnosis {
  const verdicts = judgeColdStart(evidence, at)
  const own = verdicts.find((verdict) => verdict.id === id)
  if (own !== undefined) return own
  const missing = (decidedBy.find(([ids]) => ids.test(id))?.[1] ?? []).filter((name) => !wasRead(evidence, name))
  if (missing.length > 0) return { inconclusive: `${missing.join(' and ')} could not be read.` }
  if (verdicts.length > 0) return { clear: `Accounted for by ${verdicts.map((verdict) => verdict.id).join(', ')}.` }
  const isFromConfiguration = /^cold-(pc|weighted|vpc|lmi)/.test(id)
  const picture = startPicture(evidence, at.symptom, at.thresholds?.slowMilliseconds)
  if (isFromConfiguration) return { clear: `The configuration of ${at.target.id} shows no sign of it.` }
  if (!picture.isKnown) return { inconclusive: unknownWords(evidence) }
  if (!picture.isComplete) return { inconclusive: 'The log is too large to have been searched to its end.' }
  return {
    clear: picture.isNoticed
      ? 'The cold starts do not fit it.'
      : `Cold starts of ${at.target.id} are neither frequent nor long.`,
  }
}

function wasRead(evidence: ColdEvidence, name: keyof ColdEvidence): boolean {
  const read = evidence[name]
  return !('status' in read) || read.status === 'ok'
}

/** Why the log does not tell how the function starts. */
export function unknownWords({ startups }: Pick<ColdEvidence, 'startups'>): string {
  const log = valueIfRead(startups)
  if (log === undefined) return 'The log of the function could not be read.'
  if (log.state === 'no-group') return `There is no log group ${log.group}, so starts cannot be seen.`
  return 'The function’s system log level leaves out the lines that would show a start.'
}
