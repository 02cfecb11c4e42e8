import type { AwsReader } from '../aws/reader.ts'
import type { Question } from '../intake/question.ts'
import type { Playbook } from '../playbook/playbook.ts'
import type { Candidate, FailedLookup, Resolution } from '../targets/resolve/resolution.ts'
import type { Target } from '../targets/target.ts'
import type { Answer } from './answer.ts'
import { compose } from './compose.ts'
import type { Report } from './report.ts'

export function namedError({ code, message }: FailedLookup): Error {
  return Object.assign(new Error(message), { name: code })
}

export function isCredentialsCode(code: string): boolean {
  return /^(ExpiredToken|ExpiredTokenException|InvalidClientTokenId|UnrecognizedClientException|CredentialsProviderError)$/.test(
    code,
  )
}

export function costOf({ ledger }: AwsReader): Report['cost'] {
  return { calls: ledger.calls.length, bytesScanned: ledger.bytesScanned, usd: Math.round(ledger.usd * 1e6) / 1e6 }
}

export function refused(sentence: string, fault: 'question' | 'access', nearMisses: readonly string[] = []): Answer {
  return { kind: 'refused', sentence, nearMisses, fault }
}

/** Stages of one API are looked at together; different things of one name are a person's choice. */
export function isAmbiguous({ found, isGroup }: Resolution): boolean {
  if (isGroup) return false
  return new Set(found.map(({ target }) => `${target.kind} ${target.id}`)).size > 1
}

export function choice(found: readonly Candidate[], question: Question): Answer {
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
export function notFound(resolution: Resolution, question: Question, aws: AwsReader, durationMs: number): Answer {
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
