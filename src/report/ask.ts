import type { KnownAccount } from '../accounts/connect.ts'
import { connect, problemOf } from '../accounts/connect.ts'
import type { AwsReader, Credentials } from '../aws/reader.ts'
import { makeGatherer } from '../engine/gather.ts'
import { investigate } from '../engine/investigate.ts'
import type { Question } from '../intake/question.ts'
import type { Playbook } from '../playbook/playbook.ts'
import {
  beginLookups,
  type Candidate,
  type FailedLookup,
  type Lookup,
  type Resolution,
  resolveName,
} from '../targets/resolve/resolution.ts'
import type { Target } from '../targets/target.ts'
import type { Answer, Ask, Progress } from './answer.ts'
import { compose } from './compose.ts'
import type { Report } from './report.ts'

export interface AskOptions {
  readonly playbook: Playbook
  readonly lookups: readonly Lookup[]
  readonly accounts: readonly KnownAccount[]
  /** Milliseconds until the answer is given with whatever has been read. */
  readonly deadlineMs: number
  readonly credentials?: Credentials
  /** Sandbox and tests only. */
  readonly endpoint?: string
  readonly sessionName?: string
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
      ...(options.sessionName !== undefined && { sessionName: options.sessionName }),
    })
    if (connection.aws === undefined) return refused(connection.refusal, connection.fault)
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
  const progress = {
    step: `looking for ${question.name}`,
    readsDone: 0,
    readsStarted: 0,
    causesDecided: 0,
    causesTotal: 0,
  }
  const tell = (change: Partial<Progress>): void => {
    Object.assign(progress, change, {
      readsStarted: aws.ledger.calls.length,
      readsDone: aws.ledger.calls.filter((call) => call.endedAt > 0).length,
    })
    onProgress?.({ ...progress })
  }
  tell({})

  const resolution = await resolveName(question.name, question.symptom, aws, lookups, question.details)
  const credentialsFault = resolution.failed.find((failure) => isCredentialsCode(failure.code))
  if (credentialsFault !== undefined) return refused(problemOf(namedError(credentialsFault), aws.region), 'access')
  if (resolution.found.length === 0) return notFound(resolution, question, aws, clock() - startedAt)
  if (isAmbiguous(resolution)) return choice(resolution.found, question)

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
      notes: [...resolution.notes, ...leftOut(resolution.found.length)],
      failedLookups: resolution.failed,
    }),
  }
}

function namedError({ code, message }: FailedLookup): Error {
  return Object.assign(new Error(message), { name: code })
}

function isCredentialsCode(code: string): boolean {
  return /^(ExpiredToken|ExpiredTokenException|InvalidClientTokenId|UnrecognizedClientException|CredentialsProviderError)$/.test(
    code,
  )
}

function leftOut(count: number): string[] {
  return count > mostRoots ? [`${count - mostRoots} further resources of this name were not looked at.`] : []
}

function costOf({ ledger }: AwsReader): Report['cost'] {
  return { calls: ledger.calls.length, bytesScanned: ledger.bytesScanned, usd: Math.round(ledger.usd * 1e6) / 1e6 }
}

function refused(sentence: string, fault: 'question' | 'access', nearMisses: readonly string[] = []): Answer {
  return { kind: 'refused', sentence, nearMisses, fault }
}

/** Stages of one API are looked at together; different things of one name are a person's choice. */
function isAmbiguous({ found, isGroup }: Resolution): boolean {
  if (isGroup) return false
  return new Set(found.map(({ target }) => `${target.kind} ${target.id}`)).size > 1
}

function choice(found: readonly Candidate[], question: Question): Answer {
  const byThing = new Map<string, Candidate>()
  for (const candidate of found) if (!byThing.has(candidate.hint)) byThing.set(candidate.hint, candidate)
  return {
    kind: 'choice',
    sentence: `“${question.name}” is the name of ${byThing.size} things here. Which one?`,
    options: [...byThing.values()]
      .slice(0, 20)
      .map(({ label, hint }) => ({ label, command: question.command.replace(question.name, hint) })),
  }
}

/** Not there, or could not look: two answers that must never be mixed up. */
function notFound(resolution: Resolution, question: Question, aws: AwsReader, durationMs: number): Answer {
  const where = `in account ${aws.account}, region ${aws.region}`
  if (resolution.failed.length > 0)
    return { kind: 'report', report: unreadable(resolution.failed, question, aws, durationMs) }
  const near = resolution.nearMisses
  const hint = near.length > 0 ? ` Did you mean ${near.slice(0, 3).join(', ')}?` : ''
  const note = resolution.notes.length > 0 ? ` ${resolution.notes.join(' ')}` : ''
  return refused(
    `Nothing called “${question.name}” was found ${where}.${note}${hint} Check the name, or add \`region …\` or \`in ACCOUNT\`.`,
    'question',
    near,
  )
}

function unreadable(failed: readonly FailedLookup[], question: Question, aws: AwsReader, durationMs: number): Report {
  const unknown: Target = {
    kind: 'account',
    id: question.name,
    name: question.name,
    arn: '',
    account: aws.account,
    region: aws.region,
    partition: aws.partition,
  }
  const report = compose({
    question,
    investigation: {
      roots: [unknown],
      sightings: [],
      outcomes: [],
      changes: [],
      readings: [],
      reached: [],
      until: question.window.to,
      interrupted: aws.signal.aborted,
    },
    playbook: { causes: [], signs: [], hops: [], changes: [], advice: [], family: {} as Playbook['family'] },
    cost: costOf(aws),
    durationMs,
    failedLookups: failed,
  })
  return {
    ...report,
    target: { ...report.target, kind: 'unknown' },
    summary: `“${question.name}” could not be looked up, so nothing is known about it: ${failed.map((each) => `${each.actions.join(', ')} ${each.status === 'denied' ? 'is denied' : 'failed'}`).join('; ')}.`,
  }
}
