import { readFunction } from './function.ts'
import { type Runbook, readMetrics, readTrail, type Script } from './script.ts'

const counted = ['MatchedEvents', 'TriggeredRules', 'Invocations', 'FailedInvocations', 'ThrottledRules']

/** why-no-event: the rule, its bus, its targets with their permissions, its metrics, and the pattern tried on the event. */
export const ruleRunbook: Runbook = async (script, { name: given, details = {} }) => {
  const path = /:rule\/(.+)$/.exec(given)?.[1] ?? given
  const name = path.split('/').at(-1) ?? path
  const bus = path.includes('/') ? (path.split('/')[0] ?? 'default') : await busOf(script, name)
  const described = script.read(`events describe-rule ${name}`, () =>
    script.events.describeRule({ Name: name, EventBusName: bus }),
  )
  const targets = script.read(`events list-targets-by-rule ${name}`, () =>
    script.events.listTargetsByRule({ Rule: name, EventBusName: bus }),
  )
  const { event } = details
  await Promise.all([
    described,
    targets.then((answer) => Promise.all((answer?.Targets ?? []).map(({ Arn }) => readTarget(script, Arn ?? '')))),
    readMetrics(
      script,
      counted.map((metric) => ['AWS/Events', metric, 'Sum', { RuleName: name }] as const),
    ),
    script.read(`events list-rules ${bus}`, () => script.events.listRules({ EventBusName: bus })),
    readTrail(script, name),
    described.then(async (rule) => {
      const pattern = rule?.EventPattern
      if (event === undefined || pattern === undefined) return
      await script.read('events test-event-pattern', () =>
        script.events.testEventPattern({ EventPattern: pattern, Event: event }),
      )
    }),
  ])
}

/** A rule of no known bus is looked for on the default one first. */
async function busOf(script: Script, Name: string): Promise<string> {
  const onDefault = await script.read(`events describe-rule ${Name}`, () => script.events.describeRule({ Name }))
  if (onDefault !== undefined) return 'default'
  const buses = await script.read('events list-event-buses', () => script.events.listEventBuses({}))
  for (const { Name: bus } of buses?.EventBuses ?? []) {
    if (bus === undefined || bus === 'default') continue
    const found = await script.read(`events describe-rule ${bus} ${Name}`, () =>
      script.events.describeRule({ Name, EventBusName: bus }),
    )
    if (found !== undefined) return bus
  }
  return 'default'
}

async function readTarget(script: Script, arn: string): Promise<void> {
  const name = arn.split(':').at(-1) ?? arn
  if (arn.includes(':lambda:')) return readFunction(script, name)
  if (!arn.includes(':sqs:')) return
  const queue = await script.read(`sqs get-queue-url ${name}`, () => script.sqs.getQueueUrl({ QueueName: name }))
  if (queue?.QueueUrl === undefined) return
  const { QueueUrl } = queue
  await script.read(`sqs get-queue-attributes ${name}`, () =>
    script.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] }),
  )
}
