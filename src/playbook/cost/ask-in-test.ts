import { startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { makeReader } from '../../aws/reader.ts'
import { conclude } from '../../engine/conclude.ts'
import { makeGatherer } from '../../engine/gather.ts'
import { investigate } from '../../engine/investigate.ts'
import type { Symptom } from '../../targets/symptom.ts'
import type { Target } from '../../targets/target.ts'
import { family } from '../family.ts'
import type { Playbook } from '../playbook.ts'

export const wireNow = Date.parse('2026-11-23T03:00:30Z')
export const wirePlace = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }

/** For tests: asks about a target of a simulated account, over the wire, with one part of the playbook alone. */
export async function askWire(
  world: DeclaredWorld,
  symptom: Symptom,
  root: Target,
  part: Omit<Playbook, 'family'>,
  windowDays = 14,
) {
  const aws = await startAws(world, { now: new Date(wireNow) })
  try {
    const signal = AbortSignal.timeout(20_000)
    const reader = makeReader({
      ...wirePlace,
      endpoint: aws.url,
      signal,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'sandbox' },
    })
    const gatherer = makeGatherer({
      aws: reader,
      window: { from: wireNow - windowDays * 86_400_000, to: wireNow },
      now: wireNow,
    })
    const broken: unknown[] = []
    const investigation = await investigate({
      roots: [root],
      symptom,
      playbook: { ...part, family },
      gatherer,
      signal,
      onBroken: (id, error) => broken.push([id, error]),
    })
    const conclusion = conclude(investigation, symptom)
    return {
      ...conclusion,
      ids: conclusion.causes.map(({ found }) => `${found.cause.id} ${found.finding.strength}`),
      first: conclusion.causes[0]?.found.finding,
      chain: conclusion.causes[0]?.chain.map((each) => each.cause.id) ?? [],
      outcomes: investigation.outcomes,
      unread: investigation.readings
        .filter((each) => each.evidence?.status !== 'ok')
        .map((each) => `${each.probe.id} ${JSON.stringify(each.evidence)}`),
      calls: aws.calls.map((call) => call.operation),
      usd: reader.ledger.usd,
      broken,
    }
  } finally {
    await aws.close()
  }
}
