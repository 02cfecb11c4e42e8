import { problemOf } from '../accounts/connect.ts'
import type { AwsReader } from '../aws/reader.ts'
import { type Gatherer, makeGatherer } from '../engine/gather.ts'
import { investigate } from '../engine/investigate.ts'
import type { Investigation } from '../engine/outcome.ts'
import { type OpenSighting, survey } from '../engine/survey.ts'
import type { Question } from '../intake/question.ts'
import type { Playbook } from '../playbook/playbook.ts'
import { type Lookup, type Resolution, type Round, resolveName, unseenOf } from '../targets/resolve/resolution.ts'
import { type Target, targetKey } from '../targets/target.ts'
import type { Answer, Progress } from './answer.ts'
import { compose } from './compose.ts'
import { subjectOf, tellingSights } from './first-sight.ts'
import { mergeReports, type Part } from './merge.ts'
import { openNotes, thingOf } from './open-words.ts'
import { costOf, isCredentialsCode, namedError, notFound, refused } from './unanswered.ts'

export interface OpenAsk {
  readonly aws: AwsReader
  readonly question: Question
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly playbook: Playbook
  readonly lookups: readonly Lookup[]
  readonly clock: () => number
  readonly tell: (change: Partial<Progress>) => void
  readonly onBroken?: (id: string, error: unknown) => void
}

const mostTargets = 6
/** Reads after which nothing is begun that may take ten more. */
const readsLeftFor = { anotherFailure: 16, otherKinds: 11, slowness: 17 }

/** Answers a bare `why`: finds what the thing is, looks at every sign that fits it, and judges the causes of what fails. */
export async function askOpenly(ask: OpenAsk): Promise<Answer> {
  const { aws, question, startedAt, playbook, lookups, clock, tell } = ask
  if (!lookups.some((lookup) => lookup.fits(question.name, 'any')))
    return refused(
      `A bare \`why\` knows no symptom of “${question.name}”: it takes APIs, functions, tables, queues, rules and buses, buckets, stacks, load balancers, roles and log groups. Ask \`why-denied\` or \`why-security\` about other things.`,
      'question',
    )
  const resolve = (rounds: readonly Round[], known = lookups): Promise<Resolution> =>
    resolveName(question.name, 'any', aws, known, question.details, rounds)
  const first = await resolve([1])
  const credentialsFault = first.failed.find((failure) => isCredentialsCode(failure.code))
  if (credentialsFault !== undefined) return refused(problemOf(namedError(credentialsFault), aws.region), 'access')

  const gatherer = makeGatherer({
    aws,
    window: question.window,
    now: startedAt,
    onRead: (reading) => tell({ step: `read ${reading.probe.id}` }),
  })
  if (first.found.length > 0) tell({ subject: subjectOf(first.found) })
  const onSighting = tellingSights(tell)
  const look = async (found: Resolution, isSlowness = false): Promise<readonly OpenSighting[]> =>
    await survey({ targets: targetsOf(found), playbook, gatherer, isSlowness, onSighting, ...brokenOf(ask) })
  const reads = (): number => aws.ledger.calls.length

  let seen = await look(first)
  // What stands behind an API takes most of the reads there are.
  const apiFails = seen.some((each) => isPresent(each) && each.sighting.target.kind.endsWith('-api'))
  const mayLookFurther = !seen.some(isPresent) || (!apiFails && reads() <= readsLeftFor.otherKinds)
  const second = mayLookFurther ? await resolve(first.found.length === 0 ? [2, 3, 4] : [2]) : undefined
  let resolution = joined(first, second)
  if (resolution.found.length === 0) return notFound(resolution, question, aws, clock() - startedAt)
  if (second !== undefined) seen = [...seen, ...(await look(second))]
  if (!seen.some(hasFailed) && resolution.found.every(({ target }) => target.kind === 'stack')) {
    const inside = await resolve([3], lookups.filter(isStackContent))
    resolution = joined(resolution, inside)
    seen = [...seen, ...(await look(inside)), ...(inside.failed.length === 0 ? [] : seen.slice(0, 1).map(unlisted))]
  }
  if (!seen.some(hasFailed) && reads() <= readsLeftFor.slowness) seen = [...seen, ...(await look(resolution, true))]

  const judged = await judgeInTurn(seen, gatherer, ask)
  const problem = gatherer.problem()
  if (problem !== undefined) return refused(problem, 'access')
  const shared = {
    playbook,
    cost: costOf(aws),
    durationMs: clock() - startedAt,
    failedLookups: resolution.failed,
    unseen: unseenOf(resolution, 'any'),
  }
  const readings = [...gatherer.readings.values()]
  const parts = judged.map(
    ({ of, investigation }): Part => ({
      state: of.sighting.observation.state,
      report: compose({
        ...shared,
        question: { ...question, symptom: of.asked.symptom },
        investigation: { ...investigation, readings },
      }),
    }),
  )
  const notes = [
    ...resolution.notes,
    ...(second === undefined
      ? [
          `Tables, queues, rules, buckets and stacks called ${question.name} were not looked for, as what was found fails.`,
        ]
      : []),
    ...openNotes({ name: question.name, seen, judged: judged.flatMap((each) => each.covers), resolution, playbook }),
  ]
  return { kind: 'report', report: mergeReports(parts, seen, notes) }
}

function brokenOf({ onBroken }: OpenAsk): Pick<OpenAsk, 'onBroken'> {
  return onBroken === undefined ? {} : { onBroken }
}

function isPresent({ sighting }: OpenSighting): boolean {
  return sighting.observation.state === 'present'
}

function hasFailed({ sighting: { observation } }: OpenSighting): boolean {
  return observation.state === 'present' || observation.state === 'recovered'
}

/** A stack whose operations went well may hold something that does not work. */
function isStackContent({ id }: Lookup): boolean {
  return id === 'cloudformation.stack-resources'
}

/** A stack whose contents could not be listed is not known to be well. */
function unlisted({ asked, sighting: { target } }: OpenSighting): OpenSighting {
  const summary = `What ${target.name} consists of could not be listed, so nothing in it was looked at.`
  return { asked, sighting: { target, observation: { state: 'unknown', summary, facts: [], times: [] }, unread: [] } }
}

function targetsOf({ found }: Resolution): Target[] {
  const targets = new Map(found.map(({ target }) => [targetKey(target), target]))
  return [...targets.values()].slice(0, mostTargets)
}

function joined(first: Resolution, second: Resolution | undefined): Resolution {
  if (second === undefined) return first
  return {
    found: [...first.found, ...second.found],
    isGroup: first.isGroup || second.isGroup,
    isInstead: first.isInstead || second.isInstead,
    nearMisses: [...first.nearMisses, ...second.nearMisses],
    failed: [...first.failed, ...second.failed],
    notes: [...first.notes, ...second.notes],
  }
}

interface Judged {
  readonly of: OpenSighting
  /** Everything this investigation answers for. */
  readonly covers: readonly OpenSighting[]
  readonly investigation: Investigation
}

/** What fails is judged; where nothing does, what is over, what could not be seen, and states that fail without a failed request. */
async function judgeInTurn(seen: readonly OpenSighting[], gatherer: Gatherer, ask: OpenAsk): Promise<Judged[]> {
  const { aws, playbook, tell } = ask
  const judged: Judged[] = []
  for (const group of groupsOf(planOf(seen))) {
    const [of] = group
    if (of === undefined || judged.some((each) => reaches(each, of, playbook))) continue
    if (judged.length > 0 && aws.ledger.calls.length > readsLeftFor.anotherFailure) break
    const investigation = await investigate({
      roots: group.map(({ sighting }) => sighting.target),
      symptom: of.asked.symptom,
      playbook,
      gatherer,
      signal: aws.signal,
      // What answers well needs no look behind it when most reads are spent.
      isShallow: of.sighting.observation.state === 'absent' && aws.ledger.calls.length > readsLeftFor.otherKinds,
      changeTargets: of.sighting.observation.state === 'absent' ? 0 : 2,
      onProgress: (step, causesDecided, causesTotal) => tell({ step, causesDecided, causesTotal }),
      ...brokenOf(ask),
    })
    judged.push({
      of,
      covers: seen.filter((each) => group.includes(each) || reaches({ of, investigation }, each, playbook)),
      investigation,
    })
  }
  return judged
}

function planOf(seen: readonly OpenSighting[]): readonly OpenSighting[] {
  const inState = (state: string): OpenSighting[] => seen.filter(({ sighting }) => sighting.observation.state === state)
  const present = inState('present')
  if (present.length > 0) return present
  const firsts = seen.filter(
    ({ sighting, asked }, index) =>
      sighting.observation.state === 'absent' &&
      asked.isSlowness !== true &&
      seen.findIndex((each) => thingOf(each.sighting.target) === thingOf(sighting.target)) === index,
  )
  return [...inState('recovered'), ...inState('unknown'), ...firsts]
}

/** Stages of one API are one question. */
function groupsOf(plan: readonly OpenSighting[]): readonly (readonly OpenSighting[])[] {
  return [
    ...Map.groupBy(
      plan,
      ({ asked, sighting }) => `${asked.symptom} ${thingOf(sighting.target)} ${sighting.observation.state}`,
    ).values(),
  ]
}

/** An API's investigation judges the functions behind it as well. */
function reaches(
  { of, investigation }: Pick<Judged, 'of' | 'investigation'>,
  { asked, sighting }: OpenSighting,
  { family }: Playbook,
): boolean {
  return (
    family[of.asked.symptom].includes(asked.symptom) &&
    thingOf(of.sighting.target) !== thingOf(sighting.target) &&
    investigation.reached.some(({ target }) => thingOf(target) === thingOf(sighting.target))
  )
}
