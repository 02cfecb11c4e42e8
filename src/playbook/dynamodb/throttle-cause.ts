import { valueIfRead } from '../../evidence/evidence.ts'
import type { Table } from '../../targets/target.ts'
import { type CauseSpec, type Diagnosis, defineCause, type Finding, type Fix } from '../cause.ts'
import { amount, plural } from './amount.ts'
import { type JudgedFlow, judgeThrottles, shareWords, throttledBuilds } from './judge-throttles.ts'
import { type ThrottleContext, type ThrottleEvidence, throttleNeeds } from './throttle-needs.ts'
import type { Verdict } from './verdict.ts'

/** What throttles bring about nearer to the person who asks. */
export const effectsOfThrottles = [
  'lambda-timeout-sdk-retries',
  'lambda-unhandled-exception',
  'lambda-timeout-downstream-slow',
  'apigw502-lambda-timeout',
  'apigw502-logged-unhandled-exception',
  'apigw504-integration-timeout',
  'ddb-client-invisible',
] as const

/** The words of one reason for throttles; the reasons share their evidence and are judged together, so that each throttle gets one. */
export interface ThrottleWords {
  readonly id: string
  readonly cause: string
  readonly fix: (target: Table) => Fix
  readonly docs: `https://${string}`
  readonly known?: 'memory'
}

/** A cause of throttles on a table or one of its indexes. */
export function throttleCause({
  id,
  cause,
  fix,
  docs,
  known,
}: ThrottleWords): CauseSpec<'table', typeof throttleNeeds> {
  return defineCause({
    id,
    target: 'table',
    symptoms: ['throttled'],
    cause,
    fix,
    docs,
    known: known ?? 'confirmed',
    leadsTo: effectsOfThrottles,
    needs: throttleNeeds,
    diagnose: (evidence, at) => diagnoseThrottles(id, evidence, at),
  })
}

function diagnoseThrottles(id: string, evidence: ThrottleEvidence, at: ThrottleContext): Diagnosis {
  const judged = judgeThrottles(evidence, at)
  const builds = at.symptom === 'throttled' ? throttledBuilds(evidence, at) : []
  const own = judged.flatMap((each) =>
    each.verdicts.filter((verdict) => verdict.id === id).map((verdict) => ({ ...each, verdict })),
  )
  const felt = own.filter((each) => at.symptom === 'throttled' || !each.isAbsorbed)
  const ownBuilds = builds.filter((build) => build.id === id)
  if (felt.length > 0) return findingOf(felt, judged)
  const [build] = ownBuilds
  if (build !== undefined) return buildFinding(build)
  const [absorbed] = own
  if (absorbed?.share !== undefined)
    return { clear: `Only ${shareWords(absorbed.share)} were throttled, which the SDK's retries get through.` }
  return notFound(id, judged, builds.length > 0, evidence, at)
}

function notFound(
  id: string,
  judged: readonly JudgedFlow[],
  hasBuild: boolean,
  evidence: ThrottleEvidence,
  { target }: ThrottleContext,
): Diagnosis {
  if (judged.length === 0) {
    if (!evidence.metrics.areIndexesKnown && id.includes('-gsi-'))
      return { inconclusive: `${target.id} could not be described, so its indexes are not known.` }
    return {
      clear: hasBuild
        ? `No request to ${target.id} was throttled, only the build of an index.`
        : `Nothing of ${target.id} was throttled.`,
    }
  }
  const isCapacity = judged.some(
    (each) =>
      each.flow.reasons.provisioned > 0 ||
      (each.flow.capacity !== undefined && each.verdicts.every((verdict) => !/hot|ramp/.test(verdict.id))),
  )
  if (isCapacity && id.startsWith('ddb-autoscaling-')) {
    if (evidence.targets.status !== 'ok') return { inconclusive: 'What is under auto scaling could not be read.' }
    if (evidence.activities.status !== 'ok' && /lag|blocked/.test(id))
      return { inconclusive: 'What auto scaling did could not be read.' }
  }
  const others = [...new Set(judged.flatMap((each) => each.verdicts.map((verdict) => verdict.id)))]
  if (
    valueIfRead(evidence.table) === undefined &&
    /ondemand-rampup|hot-partition/.test(id) &&
    others.some((other) => /hot/.test(other))
  )
    return {
      inconclusive: `${target.id} could not be described, so a hot key cannot be told from an on-demand table that is still growing.`,
    }
  return { clear: `The throttles are accounted for by ${others.join(', ')}.` }
}

type Own = JudgedFlow & { readonly verdict: Verdict }

/** The flow with the most throttles gives the sentence, all of them the facts. */
function findingOf(own: readonly Own[], all: readonly JudgedFlow[]): Finding {
  const sorted = [...own].sort((a, b) => b.flow.events - a.flow.events)
  const [worst] = sorted
  if (worst === undefined) throw new Error('a finding needs a throttled flow')
  const { flow, name, verdict } = worst
  const also = sorted.slice(1).map((each) => `${each.name.charAt(0).toLowerCase()}${each.name.slice(1)}`)
  const facts = sorted.flatMap((each) => each.verdict.facts)
  const [first, ...rest] = facts
  if (first === undefined) throw new Error('a throttled flow needs a fact')

  return {
    strength: verdict.strength,
    summary: `${name} were throttled ${plural(flow.events, 'time')} in ${plural(flow.minutes, 'minute')} because ${verdict.because}.${also.length === 0 ? '' : ` The same holds for ${also.join(' and ')}.`}`,
    facts: [first, ...rest],
    times: [...new Set(sorted.flatMap((each) => each.flow.times))].sort((a, b) => a - b),
    ...(verdict.fix !== undefined && { fix: verdict.fix }),
    ...(verdict.alsoKnownAs !== undefined && { alsoKnownAs: verdict.alsoKnownAs }),
    ...extentOf(own, all),
  }
}

/** Flows with one reading each stand beside each other; readings of one flow exclude each other. */
function extentOf(own: readonly Own[], all: readonly JudgedFlow[]): { readonly extent?: number } {
  if (all.some((each) => each.verdicts.length > 1)) return {}
  const events = (flows: readonly JudgedFlow[]): number => flows.reduce((sum, { flow }) => sum + flow.events, 0)
  return { extent: events(own) / events(all) }
}

function buildFinding(build: ReturnType<typeof throttledBuilds>[number]): Finding {
  const [first, ...rest] = build.facts
  if (first === undefined) throw new Error('a throttled build needs a fact')
  return {
    strength: build.strength,
    summary: `${build.name} is throttled because ${build.because}; requests are not affected by it (${amount(build.times.length)} minutes so far).`,
    facts: [first, ...rest],
    times: build.times,
    ...(build.fix !== undefined && { fix: build.fix }),
  }
}
