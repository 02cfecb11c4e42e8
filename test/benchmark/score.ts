import type { Incident } from '../incidents/incident.ts'
import { says } from '../incidents/verify.ts'
import type { HandedIn, NamedCause } from './handed-in.ts'

/** What one answer is worth, and what it took where that is known. */
export interface Score {
  /** `502/oom` */
  readonly incident: string
  readonly symptom: string
  readonly kind: Incident['kind']
  readonly isAnswered: boolean
  readonly isVerdictRight: boolean
  /** Whether there is a cause to be named; the two fields below are undefined where there is none. */
  readonly hasCause: boolean
  /** The first cause is a true one, on the right resource where the incident says which. */
  readonly isTopRight?: boolean
  /** ITBench-AA: 0 when a true cause is missing, else the share of the named causes that are true, 0 to 1. */
  readonly precisionAtFullRecall?: number
  /** Proven or likely causes where none is to be named. */
  readonly falseCauses: readonly string[]
  readonly factsExpected: number
  readonly factsPresent: number
  readonly reads?: number
  readonly milliseconds?: number
  readonly usd?: number
}

/** All names of the cause that goes by an id, the id itself among them. */
export type Synonyms = (id: string) => readonly string[]

/** Scores the answer to an incident by what is true of it; an answer that was not handed in is worth nothing. */
export function scoreOf(name: string, incident: Incident, answer: HandedIn | undefined, synonyms: Synonyms): Score {
  const { expect: expected, kind } = incident
  const isTrue = (cause: NamedCause, truth: readonly string[]): boolean => names(cause, truth, synonyms)
  const truths = expected.cause === null ? [] : [expected.cause, ...expected.alsoCauses.map((id) => [id])]
  const causes = answer?.causes ?? []
  const [first] = causes
  const isTopRight =
    first !== undefined &&
    truths.some((truth) => isTrue(first, truth)) &&
    (expected.resource === undefined || says(`${first.resource} ${first.text}`, expected.resource))
  const shown = [...(first?.facts ?? []), first?.text ?? '']
  const named = namedCauses(causes, expected.verdict.length === 1 && expected.verdict[0] === 'cause-found')
  const isFull = truths.every((truth) => named.some((cause) => isTrue(cause, truth)))
  const trueOnes = named.filter((cause) => truths.some((truth) => isTrue(cause, truth)))
  return {
    incident: name,
    symptom: name.split('/')[0] ?? name,
    kind,
    isAnswered: answer !== undefined,
    isVerdictRight: answer !== undefined && expected.verdict.includes(answer.verdict),
    hasCause: truths.length > 0,
    ...(truths.length > 0 && {
      isTopRight,
      precisionAtFullRecall: isFull ? trueOnes.length / named.length : 0,
    }),
    falseCauses: truths.length > 0 ? [] : claims(causes).map((cause) => cause.ids[0] ?? cause.text),
    factsExpected: expected.facts.length,
    factsPresent: expected.facts.filter((fact) => shown.some((each) => says(each, fact))).length,
    ...(answer?.reads !== undefined && { reads: answer.reads }),
    ...(answer?.milliseconds !== undefined && { milliseconds: answer.milliseconds }),
    ...(answer?.usd !== undefined && { usd: answer.usd }),
  }
}

function claims(causes: readonly NamedCause[]): NamedCause[] {
  return causes.filter(({ strength }) => strength !== 'possible')
}

/** Where the evidence settles the cause, a possibility is no answer; where it does not, possibilities are one, and a longer list a worse one. */
function namedCauses(causes: readonly NamedCause[], isSettled: boolean): readonly NamedCause[] {
  const claimed = claims(causes)
  return isSettled || claimed.length > 0 ? claimed : causes
}

/** A cause in words of its own names what its text has the id of. */
function names(cause: NamedCause, truth: readonly string[], synonyms: Synonyms): boolean {
  const accepted = truth.flatMap((id) => [id, ...synonyms(id)])
  if (cause.ids.length > 0) return cause.ids.some((id) => accepted.includes(id))
  const words = new Set(cause.text.split(/[^\w-]+/))
  return accepted.some((id) => words.has(id))
}
