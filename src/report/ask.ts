import type { KnownAccount } from '../accounts/connect.ts'
import { connect, problemOf } from '../accounts/connect.ts'
import type { Sessions } from '../accounts/sessions.ts'
import { keptAnswers } from '../aws/kept.ts'
import { regionsNamedIn } from '../aws/partition.ts'
import type { AwsReader, Credentials, ReadLimits } from '../aws/reader.ts'
import { makeGatherer } from '../engine/gather.ts'
import { investigate } from '../engine/investigate.ts'
import { costPrice } from '../evidence/cost/price.ts'
import type { Question } from '../intake/question.ts'
import type { Playbook } from '../playbook/playbook.ts'
import { questionActions } from '../playbook/question-actions.ts'
import { beginLookups, type Lookup, resolveName, unseenOf } from '../targets/resolve/resolution.ts'
import type { Answer, Ask, Progress } from './answer.ts'
import { askOpenly } from './ask-openly.ts'
import { compose } from './compose.ts'
import { deniedRoleAnswer } from './denied-role.ts'
import { subjectOf, tellingSights } from './first-sight.ts'
import { choice, costOf, isAmbiguous, isCredentialsCode, namedError, notFound, refused } from './unanswered.ts'

export interface AskOptions {
  readonly playbook: Playbook
  readonly lookups: readonly Lookup[]
  readonly accounts: readonly KnownAccount[]
  /** Milliseconds until the answer is given with whatever has been read. */
  readonly deadlineMs: number
  readonly credentials?: Credentials
  /** Sandbox and tests only. */
  readonly endpoint?: string
  /** Sessions that outlive one question; the process's own when left out. */
  readonly sessions?: Sessions
  readonly limits?: ReadLimits
  /** Milliseconds for one call with its retries; the reader's own when left out. */
  readonly callMs?: number
  /** The region of questions that name none, in an account that lists none. */
  readonly fallbackRegion?: string
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Told of a fault of our own, once each. */
  readonly onBroken?: (id: string, error: unknown) => void
  /** Told of the reader when the answer is done, for benchmarks. */
  readonly onDone?: (aws: AwsReader) => void
}

const mostRoots = 6

/** The door every surface asks through: question in, report or a sentence out. */
export function makeAsk(options: AskOptions): Ask {
  const kept = keptAnswers()
  return async (question, onProgress) => {
    const startedAt = options.clock()
    const signal = AbortSignal.timeout(options.deadlineMs)
    const connection = await connect({
      onOwnReader: (aws) => beginLookups(question.name, question.symptom, aws, options.lookups),
      known: options.accounts,
      signal,
      ...(question.account !== undefined && { account: question.account }),
      ...(question.region !== undefined && { region: question.region }),
      ...(options.credentials !== undefined && { credentials: options.credentials }),
      ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
      ...(options.sessions !== undefined && { sessions: options.sessions }),
      ...(options.limits !== undefined && { limits: options.limits }),
      ...(options.callMs !== undefined && { callMs: options.callMs }),
      kept,
      ...(options.fallbackRegion !== undefined && { fallbackRegion: options.fallbackRegion }),
      ...(question.asker !== undefined && { asker: question.asker }),
      actions: questionActions(question.symptom, options.playbook, options.lookups),
      regions: regionsNamedIn(question.command),
    })
    if (connection.aws === undefined) {
      const { denied, refusal, fault } = connection
      return denied === undefined
        ? refused(refusal, fault)
        : deniedRoleAnswer(denied, refusal, question, options.clock() - startedAt)
    }
    const { aws } = connection
    const answer = await answerWith(aws, question, startedAt, options, onProgress)
    options.onDone?.(aws)
    return answer
  }
}

async function answerWith(
  aws: AwsReader,
  question: Question,
  startedAt: number,
  options: AskOptions,
  onProgress: ((progress: Progress) => void) | undefined,
): Promise<Answer> {
  const { playbook, lookups, clock } = options
  const price = question.symptom === 'cost' ? costPrice(options.limits?.usd ?? Number.POSITIVE_INFINITY) : undefined
  const progress = {
    step: question.name === '' ? 'looking at the account' : `looking for ${question.name}`,
    readsDone: 0,
    readsStarted: 0,
    causesDecided: 0,
    causesTotal: 0,
    ...(price !== undefined && { price }),
  }
  const tell = (change: Partial<Progress>): void => {
    Object.assign(progress, change, {
      readsStarted: aws.ledger.calls.length,
      readsDone: aws.ledger.calls.filter((call) => call.endedAt > 0).length,
    })
    onProgress?.({ ...progress })
  }
  tell({})

  if (question.symptom === 'any')
    return await askOpenly({
      aws,
      question,
      startedAt,
      playbook,
      lookups,
      clock,
      tell,
      ...(options.onBroken !== undefined && { onBroken: options.onBroken }),
    })

  const resolution = await resolveName(question.name, question.symptom, aws, lookups, question.details)
  const credentialsFault = resolution.failed.find((failure) => isCredentialsCode(failure.code))
  if (credentialsFault !== undefined) return refused(problemOf(namedError(credentialsFault), aws.region), 'access')
  if (resolution.found.length === 0) return notFound(resolution, question, aws, clock() - startedAt)
  if (isAmbiguous(resolution)) return choice(resolution.found, question)

  tell({ subject: subjectOf(resolution.found) })
  const roots = resolution.found.slice(0, mostRoots).map((candidate) => candidate.target)
  const gatherer = makeGatherer({
    aws,
    window: question.window,
    now: startedAt,
    onRead: (reading) => tell({ step: `read ${reading.probe.id}` }),
  })
  const investigation = await investigate({
    roots,
    symptom: question.symptom,
    playbook,
    gatherer,
    signal: aws.signal,
    onProgress: (step, causesDecided, causesTotal) => tell({ step, causesDecided, causesTotal }),
    onSighting: tellingSights(tell),
    ...(options.onBroken !== undefined && { onBroken: options.onBroken }),
  })
  const problem = gatherer.problem()
  if (problem !== undefined) return refused(problem, 'access')
  return {
    kind: 'report',
    report: compose({
      question,
      investigation,
      playbook,
      cost: costOf(aws),
      durationMs: clock() - startedAt,
      notes: [...resolution.notes, ...leftOut(resolution.found.length), ...keptNote(aws)],
      failedLookups: resolution.failed,
      unseen: unseenOf(resolution, question.symptom),
      isInstead: resolution.isInstead,
    }),
  }
}

function keptNote({ ledger: { keptSince } }: AwsReader): string[] {
  if (keptSince === undefined) return []
  const time = new Date(keptSince).toISOString().slice(11, 16)
  return [
    `Cost Explorer’s answers are those of ${time} UTC: they are kept for six hours, so they were not paid for again.`,
  ]
}

function leftOut(count: number): string[] {
  return count > mostRoots ? [`${count - mostRoots} further resources of this name were not looked at.`] : []
}
