import { startAws } from '../../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { eventRuleLookups } from '../../targets/resolve/event-rule.ts'
import type { Lookup } from '../../targets/resolve/resolution.ts'
import type { Target } from '../../targets/target.ts'
import { lambdaPlaybook } from '../lambda/index.ts'
import { askInTest, gist } from '../sqs/ask-in-test.ts'
import { eventbridgePlaybook } from './index.ts'

type Series = NonNullable<DeclaredWorld['metrics']>[number]

const mostCalls = 25

/** For tests: a metric of a rule, the same every minute of the last hour. */
export function metric(
  name: string,
  perMinute: number,
  { rule = 'placed', bus }: { rule?: string; bus?: string } = {},
): Series {
  return {
    namespace: 'AWS/Events',
    metric: name,
    dimensions: { ...(bus !== undefined && { EventBusName: bus }), RuleName: rule },
    points: [{ from: '-60m', to: '-1m', value: perMinute }],
  }
}

export const ruleArn = 'arn:aws:events:eu-west-1:123456789012:rule/placed'
export const rule = {
  name: 'placed',
  pattern: { source: ['shop'], 'detail-type': ['OrderPlaced'], detail: { total: [{ numeric: ['>', 10] }] } },
  targets: [{ id: 'worker', arn: 'lambda:worker' }],
}
export const worker = {
  name: 'worker',
  timeout: 30,
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  permissions: [{ principal: 'events.amazonaws.com', sourceArn: ruleArn }],
  traffic: [{ from: '-60m', to: '-1m', perMinute: 5 }],
}
export const delivering = [metric('TriggeredRules', 5), metric('Invocations', 5)]
export const failing = [...delivering, metric('FailedInvocations', 5)]

/** For tests: the rule `placed` with its function, changed. */
export function worldOf(changes: DeclaredWorld): DeclaredWorld {
  return {
    eventRules: [rule],
    functions: [worker],
    metrics: [],
    logGroups: [{ name: '/aws/lambda/worker' }],
    roles: [{ name: 'worker-role' }],
    ...changes,
  }
}

/** For tests: asks why a rule of a simulated account gets no event, with an event beside it, and gives the verdict and causes as one line. */
export async function whyNoEvent(
  world: DeclaredWorld,
  { event, name = 'placed' }: { event?: object; name?: string } = {},
): Promise<string> {
  const withEvent = (target: Target): Target =>
    target.kind === 'event-rule' && event !== undefined ? { ...target, event: JSON.stringify(event) } : target
  const lookups: Lookup[] = eventRuleLookups.map((lookup) => ({
    ...lookup,
    async find(text, reader, symptom) {
      const result = await lookup.find(text, reader, symptom, {})
      return { ...result, exact: result.exact.map((each) => ({ ...each, target: withEvent(each.target) })) }
    },
  }))
  const aws = await startAws(world)
  try {
    const report = await askInTest({
      url: aws.url,
      parts: [eventbridgePlaybook, lambdaPlaybook],
      lookups,
      symptom: 'no-event',
      name,
    })
    if (report.cost.calls > mostCalls)
      throw new Error(`${report.cost.calls} calls were made, at most ${mostCalls} are allowed`)
    return gist(report)
  } finally {
    await aws.close()
  }
}
