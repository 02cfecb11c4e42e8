import { startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { makeReader } from '../../aws/reader.ts'
import { type Conclusion, conclude } from '../../engine/conclude.ts'
import { makeGatherer } from '../../engine/gather.ts'
import { investigate } from '../../engine/investigate.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Symptom } from '../../targets/symptom.ts'
import { httpApi, restApi, type Target } from '../../targets/target.ts'
import { family } from '../family.ts'
import { lambdaPlaybook } from '../lambda/index.ts'
import type { Playbook } from '../playbook.ts'
import { apiGatewayPlaybook } from './index.ts'

export const wireNow = Date.parse('2026-11-23T03:00:30Z')
export const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }
export const ordersApi = restApi(place, 'a1b2c3d4e5', 'orders-api', 'prod')
export const ordersHttpApi = httpApi(place, 'h1b2c3d4e5', 'orders-http', '$default')

export interface WireAnswer extends Conclusion {
  /** `id strength`, best first, named as the reader sees them. */
  readonly ids: readonly string[]
  readonly chain: readonly string[]
  readonly outcomes: readonly Outcome[]
  readonly reached: readonly string[]
  readonly calls: readonly string[]
  readonly broken: readonly unknown[]
}

const parts = [apiGatewayPlaybook, lambdaPlaybook]
const playbook: Playbook = {
  causes: parts.flatMap((part) => part.causes),
  signs: parts.flatMap((part) => part.signs),
  hops: parts.flatMap((part) => part.hops),
  changes: parts.flatMap((part) => part.changes),
  advice: parts.flatMap((part) => part.advice),
  family,
}

/** For tests: asks about an API of a simulated account, over the wire. */
export async function askApi(world: DeclaredWorld, symptom: Symptom, root: Target = ordersApi): Promise<WireAnswer> {
  const aws = await startAws(world, { now: new Date(wireNow) })
  try {
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
      roots: [root],
      symptom,
      playbook,
      gatherer,
      signal,
      onBroken: (id, error) => broken.push([id, error]),
    })
    const conclusion = conclude(investigation, symptom)
    const nameOf = ({ cause }: Outcome): string =>
      cause.aliases?.find((alias) => alias.when?.symptoms.includes(symptom) && alias.when.askedOf.includes(root.kind))
        ?.id ?? cause.id
    return {
      ...conclusion,
      ids: conclusion.causes.map(({ found }) => `${nameOf(found)} ${found.finding.strength}`),
      chain: conclusion.causes[0]?.chain.map(nameOf) ?? [],
      outcomes: investigation.outcomes,
      reached: investigation.reached.map(({ target }) => `${target.kind} ${target.name}`),
      calls: aws.calls.map((call) => call.operation),
      broken,
    }
  } finally {
    await aws.close()
  }
}
