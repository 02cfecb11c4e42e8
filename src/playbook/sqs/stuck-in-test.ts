import { type SimulatedAws, startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { queueLookups } from '../../targets/resolve/queue.ts'
import { lambdaPlaybook } from '../lambda/index.ts'
import { askInTest, gist } from './ask-in-test.ts'
import { sqsPlaybook } from './index.ts'

const mostCalls = 25

/** For tests: asks why a queue of a simulated account is stuck, and gives the verdict and causes as one line. */
export async function whyStuck(world: DeclaredWorld, name = 'orders'): Promise<string> {
  const aws: SimulatedAws = await startAws(world)
  try {
    const report = await askInTest({
      url: aws.url,
      parts: [sqsPlaybook, lambdaPlaybook],
      lookups: queueLookups,
      symptom: 'stuck',
      name,
    })
    if (report.cost.calls > mostCalls)
      throw new Error(`${report.cost.calls} calls were made, at most ${mostCalls} are allowed`)
    return gist(report)
  } finally {
    await aws.close()
  }
}
