import { startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { makeReader } from '../../aws/reader.ts'
import { type Conclusion, conclude } from '../../engine/conclude.ts'
import { makeGatherer, type Reading } from '../../engine/gather.ts'
import { investigate } from '../../engine/investigate.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Symptom } from '../../targets/symptom.ts'
import { lambdaFunction } from '../../targets/target.ts'
import { family } from '../family.ts'
import { lambdaPlaybook } from './index.ts'

export const wireNow = Date.parse('2026-11-23T03:00:30Z')

export interface WireAnswer extends Conclusion {
  /** Ids of the root causes, best first, with their strengths. */
  readonly ids: readonly string[]
  readonly outcomes: readonly Outcome[]
  readonly readings: readonly Reading[]
  readonly calls: readonly string[]
  readonly broken: readonly unknown[]
}

/** For tests: asks about a function of a simulated account, over the wire, with this part of the playbook alone. */
export async function askFunction(
  world: DeclaredWorld,
  symptom: Symptom,
  name = 'orders',
  qualifier?: string,
): Promise<WireAnswer> {
  const aws = await startAws(world, { now: new Date(wireNow) })
  try {
    const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }
    const signal = AbortSignal.timeout(20_000)
    const reader = makeReader({
      ...place,
      endpoint: aws.url,
      signal,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'sandbox' },
    })
    const gatherer = makeGatherer({ aws: reader, window: { from: wireNow - 3_600_000, to: wireNow }, now: wireNow })
    const broken: unknown[] = []
    const investigation = await investigate({
      roots: [lambdaFunction(place, name, qualifier)],
      symptom,
      playbook: { ...lambdaPlaybook, family },
      gatherer,
      signal,
      onBroken: (id, error) => broken.push([id, error]),
    })
    const conclusion = conclude(investigation, symptom)
    return {
      ...conclusion,
      ids: conclusion.causes.map(({ found }) => `${found.cause.id} ${found.finding.strength}`),
      outcomes: investigation.outcomes,
      readings: investigation.readings,
      calls: aws.calls.map((call) => call.operation),
      broken,
    }
  } finally {
    await aws.close()
  }
}
