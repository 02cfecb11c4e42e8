import { performance } from 'node:perf_hooks'
import { type RecordedCall, startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { sessionPolicy } from '../../src/accounts/session-policy.ts'
import { regionsNamedIn } from '../../src/aws/partition.ts'
import { type ConfigInput, loadConfig } from '../../src/config/config.ts'
import { type AnsweringOptions, answering } from '../../src/entry/answering.ts'
import { informationCommands } from '../../src/entry/information.ts'
import { parseCommand } from '../../src/intake/grammar.ts'
import type { Question } from '../../src/intake/question.ts'
import { playbook } from '../../src/playbook/index.ts'
import { allActions, diagnosticPolicies } from '../../src/playbook/permissions.ts'
import { questionActions } from '../../src/playbook/question-actions.ts'
import type { Answer } from '../../src/report/answer.ts'
import { redactReport } from '../../src/report/redact.ts'
import { type Report, reportSchema } from '../../src/report/report.ts'
import { lookups } from '../../src/targets/resolve/index.ts'

const callerKey = { accessKeyId: 'AKIAFIRSTLOOKTEST000', secretAccessKey: 'not-a-real-secret' }
/** The generated diagnostic role: what is not in it is refused, so an undeclared action cannot pass a test. */
const rolePolicy = {
  Version: '2012-10-17',
  Statement: diagnosticPolicies(allActions(playbook, lookups, informationCommands)).flatMap(
    (policy) => policy.Statement,
  ),
}

export interface AskedWorld {
  readonly answer: Answer
  /** What the simulated account received. */
  readonly calls: readonly RecordedCall[]
  /** Milliseconds from the question to the answer. */
  readonly answerMs: number
}

/** What the session of a question may do: its own actions, in the regions that the world watches. */
function sessionPolicyOf({ symptom, region, command }: Question, world: DeclaredWorld): object {
  const elsewhere = (world.elsewhere ?? []).flatMap((place) => place.region ?? [])
  const regions = [region ?? 'eu-west-1', ...new Set([...elsewhere, ...regionsNamedIn(command)])]
  return JSON.parse(sessionPolicy({ actions: questionActions(symptom, playbook, lookups), regions }))
}

/**
 * Asks a line of a world, through the grammar and the wire, as a person would, with the diagnostic role's permissions. Times are epoch
 * milliseconds: what the world says of itself counts from `madeAt`, and it goes on until `askedAt`.
 */
export async function askedOf(
  command: string,
  world: DeclaredWorld,
  config: ConfigInput = {},
  {
    madeAt = Date.now(),
    askedAt = madeAt,
    ...options
  }: Pick<AnsweringOptions, 'deadlineMs' | 'callMs'> & { readonly madeAt?: number; readonly askedAt?: number } = {},
): Promise<AskedWorld> {
  const parsed = parseCommand(command, { now: askedAt })
  if (parsed.kind !== 'diagnosis') throw new Error(`“${command}” is no question: ${JSON.stringify(parsed)}`)
  const caller = { policy: rolePolicy, sessionPolicy: sessionPolicyOf(parsed.question, world), ...world.caller }
  let now = madeAt
  const aws = await startAws({ ...world, caller } as DeclaredWorld, { now: () => now })
  now = askedAt
  try {
    const ask = answering(loadConfig(config), {
      endpoint: aws.url,
      credentials: callerKey,
      clock: () => askedAt,
      ...options,
      onBroken: (id, error) => {
        throw new Error(`the check ${id} threw`, { cause: error })
      },
    })
    const startedAt = performance.now()
    const answer = await ask({ ...parsed.question, region: parsed.question.region ?? 'eu-west-1' })
    return { answer, calls: [...aws.calls], answerMs: performance.now() - startedAt }
  } finally {
    await aws.close()
  }
}

/** The report of an answer; throws when it is none, or not the JSON the contract promises. */
export function reportFrom(answer: Answer): Report {
  if (answer.kind !== 'report') throw new Error(`no report but: ${answer.kind}: ${answer.sentence}`)
  return reportSchema.parse(JSON.parse(JSON.stringify(redactReport(answer.report))))
}
