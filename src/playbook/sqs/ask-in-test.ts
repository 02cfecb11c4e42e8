import { makeAsk } from '../../report/ask.ts'
import type { Report } from '../../report/report.ts'
import type { Lookup } from '../../targets/resolve/resolution.ts'
import type { Symptom } from '../../targets/symptom.ts'
import { family } from '../family.ts'
import type { Playbook } from '../playbook.ts'

type Part = Omit<Playbook, 'family'>

export interface AskInTest {
  readonly url: string
  readonly parts: readonly Part[]
  readonly lookups: readonly Lookup[]
  readonly symptom: Symptom
  readonly name: string
}

/** For tests: asks about a simulated account through the door every surface uses; throws when there is no report. */
export async function askInTest({ url, parts, lookups, symptom, name }: AskInTest): Promise<Report> {
  const now = Date.now()
  const broken: unknown[] = []
  const ask = makeAsk({
    playbook: {
      causes: parts.flatMap((part) => part.causes),
      signs: parts.flatMap((part) => part.signs),
      hops: parts.flatMap((part) => part.hops),
      changes: parts.flatMap((part) => part.changes),
      advice: parts.flatMap((part) => part.advice),
      family,
    },
    lookups,
    accounts: [],
    deadlineMs: 15_000,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
    endpoint: url,
    clock: Date.now,
    onBroken: (_, error) => broken.push(error),
  })
  const answer = await ask({
    symptom,
    name,
    region: 'eu-west-1',
    window: { from: now - 3_600_000, to: now },
    command: `why-${symptom} ${name}`,
  })
  if (broken.length > 0) throw broken[0]
  if (answer.kind !== 'report') throw new Error(answer.kind === 'refused' ? answer.sentence : 'a choice came back')
  return answer.report
}

/** For tests: the verdict with the names and strengths of the causes. */
export function gist({ verdict, causes }: Report): string {
  return [
    verdict,
    ...causes.map(
      (cause) =>
        `${cause.id} ${cause.strength}${cause.chain.length === 0 ? '' : ` (${cause.chain.map((each) => each.id).join(', ')})`}`,
    ),
  ].join(' | ')
}
