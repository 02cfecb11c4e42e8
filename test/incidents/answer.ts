import { type RecordedCall, startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { loadConfig } from '../../src/config/config.ts'
import { answering } from '../../src/entry/answering.ts'
import { parseCommand } from '../../src/intake/grammar.ts'
import { playbook } from '../../src/playbook/index.ts'
import { allActions, diagnosticPolicies } from '../../src/playbook/permissions.ts'
import type { Answer } from '../../src/report/answer.ts'
import { redactReport } from '../../src/report/redact.ts'
import { type Report, reportSchema } from '../../src/report/report.ts'
import { lookups } from '../../src/targets/resolve/index.ts'

const callerKey = { accessKeyId: 'AKIAFIRSTLOOKTEST000', secretAccessKey: 'not-a-real-secret' }
/** The generated diagnostic role: what is not in it is refused, so an undeclared action cannot pass a test. */
const rolePolicy = {
  Version: '2012-10-17',
  Statement: diagnosticPolicies(allActions(playbook, lookups)).flatMap((policy) => policy.Statement),
}

export interface AskedWorld {
  readonly answer: Answer
  /** What the simulated account received. */
  readonly calls: readonly RecordedCall[]
}

/** Asks a line of a world, through the grammar and the wire, as a person would, with the diagnostic role's permissions. */
export async function askedOf(command: string, world: DeclaredWorld): Promise<AskedWorld> {
  const now = Date.now()
  const aws = await startAws({ ...world, caller: { policy: rolePolicy, ...world.caller } } as DeclaredWorld, {
    now: () => now,
  })
  try {
    const parsed = parseCommand(command, { now })
    if (parsed.kind !== 'diagnosis') throw new Error(`“${command}” is no question: ${JSON.stringify(parsed)}`)
    const ask = answering(loadConfig({}), {
      endpoint: aws.url,
      credentials: callerKey,
      clock: () => now,
      onBroken: (id, error) => {
        throw new Error(`the check ${id} threw`, { cause: error })
      },
    })
    const answer = await ask({ ...parsed.question, region: parsed.question.region ?? 'eu-west-1' })
    return { answer, calls: [...aws.calls] }
  } finally {
    await aws.close()
  }
}

/** The report of an answer; throws when it is none, or not the JSON the contract promises. */
export function reportFrom(answer: Answer): Report {
  if (answer.kind !== 'report') throw new Error(`no report but: ${answer.kind}: ${answer.sentence}`)
  return reportSchema.parse(JSON.parse(JSON.stringify(redactReport(answer.report))))
}
