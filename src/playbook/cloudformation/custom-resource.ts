import type { CustomResourceLog } from '../../evidence/cloudformation/custom-resource-log.ts'
import { customResourceLog, isCustomResource } from '../../evidence/cloudformation/custom-resource-log.ts'
import { shellWord } from '../../evidence/cloudwatch/metrics.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import type { Diagnosis, Finding, Fix, JudgeContext } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { type FailureNeeds, failureNeeds } from './stack-failure.ts'

/** A failed custom resource is read together with the log of the function behind it. */
export const customResourceNeeds = { ...failureNeeds, log: optional(customResourceLog) }
export type CustomResourceNeeds = FailureNeeds & { readonly log: { readonly optional: typeof customResourceLog } }
export type CustomResourceContext = JudgeContext<'stack', typeof customResourceNeeds>

/** The finding with what the function's log says of it. */
export function withLog(
  diagnosis: Diagnosis,
  evidence: Evidence<CustomResourceLog | null>,
  at: CustomResourceContext,
): Diagnosis {
  const log = valueIfRead(evidence)
  if (typeof diagnosis === 'string' || !('strength' in diagnosis) || log === undefined || log === null) return diagnosis
  const last = log.errors.at(-1)
  return {
    ...diagnosis,
    ...(last !== undefined && {
      summary: `${withoutPointer(diagnosis.summary)} ${log.function.name} wrote: ${gist(last.message)}`,
    }),
    resource: log.function,
    facts: [...diagnosis.facts, ...logFacts(log, at)],
    fix: fixWith(log, diagnosis.fix ?? {}),
  }
}

/** CloudFormation's hint at the log says nothing once the log is read. */
function withoutPointer(summary: string): string {
  return summary
    .replace(
      / Received response status \[FAILED\] from custom resource\. Message returned: See the details in CloudWatch.*$/,
      '',
    )
    .replace(/ CloudFormation did not receive a response from your Custom Resource\..*$/, '')
}

const longestGist = 240

/** A log line without the time, request id and level that Lambda writes before it. */
function gist(message: string): string {
  const text = message
    .trim()
    .replace(/^\d{4}-\d\d-\d\dT\S+\s+[\da-f-]{36}\s+(?:[A-Z]+\s+)?/, '')
    .replaceAll(/\s+/g, ' ')
  return text.length > longestGist ? `${text.slice(0, longestGist).toWellFormed()}…` : text
}

/** What the log shows, as facts. */
export function logFacts(log: CustomResourceLog, at: CustomResourceContext): Fact[] {
  const name = log.function.name
  if (log.state === 'no-group')
    return [
      at.fact(
        'log',
        `Log of ${name}`,
        `there is no log group ${log.group}: it never ran, or may not write logs`,
        undefined,
        log.group,
      ),
    ]
  if (!log.ran && log.complete)
    return [
      at.fact(
        'log',
        `Log of ${name}`,
        'no line while CloudFormation waited: it was not invoked, or could not start',
        undefined,
        log.group,
      ),
    ]
  const last = log.errors.at(-1)
  if (last === undefined)
    return [at.fact('log', `Log of ${name}`, 'it ran, and wrote no line that speaks of an error', undefined, log.group)]
  return [at.fact('log', `${name} wrote`, last.message.trim(), last.at, log.group)]
}

function fixWith(log: CustomResourceLog, fix: Fix): Fix {
  const tail = `aws logs tail ${shellWord(log.group)} --since 3h --region ${log.function.region}`
  return { ...fix, cli: [tail, fix.cli].filter((line) => line !== undefined).join('\n') }
}

const longMs = 10 * 60_000

/** A custom resource that CloudFormation is still waiting for, long after an answer was due. */
export function unanswered(
  {
    waiting,
    state,
  }: {
    readonly waiting: readonly { readonly at: number; readonly logicalId: string; readonly type: string }[]
    readonly state: { readonly status: string } | null
  },
  evidence: Evidence<CustomResourceLog | null>,
  at: CustomResourceContext,
): Finding | undefined {
  const row = waiting.find((each) => isCustomResource(each.type))
  if (row === undefined || at.now - row.at < longMs) return undefined
  const log = valueIfRead(evidence)
  const minutes = Math.round((at.now - row.at) / 60_000)
  const tells = log !== undefined && log !== null && (log.errors.length > 0 || (!log.ran && log.complete))
  return {
    strength: tells ? 'likely' : 'possible',
    summary: `${at.target.name} has been waiting ${minutes} minutes for an answer from the custom resource ${row.logicalId} (${row.type}).`,
    facts: [
      at.fact(
        'found',
        'Waiting for',
        `${row.logicalId} since ${new Date(row.at).toISOString()}, stack ${state?.status ?? ''}`,
        row.at,
      ),
      ...(log === undefined || log === null ? [] : logFacts(log, at)),
    ],
    times: [row.at],
    ...(log !== undefined && log !== null && { resource: log.function }),
  }
}
