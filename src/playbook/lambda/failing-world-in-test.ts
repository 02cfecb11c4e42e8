import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'

type Event = NonNullable<NonNullable<DeclaredWorld['logGroups']>[number]['events']>[number]
type Fn = NonNullable<DeclaredWorld['functions']>[number]

const good: Event = { from: '-60m', to: '-20m', every: '1m', invocation: { durationMs: 40, lines: ['INFO ok'] } }

/** For tests: forty good minutes of the function `orders`, then twenty in which a third of the calls fails. */
export function failingWorld(
  failing: Partial<Event>,
  fn: Partial<Fn> = {},
  more: Partial<DeclaredWorld> = {},
): DeclaredWorld {
  return {
    functions: [
      {
        name: 'orders',
        runtime: 'nodejs22.x',
        timeout: 10,
        memorySize: 512,
        lastModified: '-9d',
        role: 'orders-role',
        traffic: [
          { from: '-3h', to: '-20m', perMinute: 30 },
          { from: '-20m', perMinute: 30, errors: 10 },
        ],
        ...fn,
      },
    ],
    logGroups: [{ name: '/aws/lambda/orders', events: [good, { from: '-20m', every: '1m', ...failing }] }],
    ...more,
  }
}

/** Invocations whose handler threw. */
export const thrown = (
  type: string,
  message: string,
  runtime: 'node' | 'python' = 'node',
  format: 'Text' | 'JSON' = 'Text',
): Partial<Event> => ({
  invocation: { durationMs: 40, format, error: { type, message, runtime } },
})
export const refusal =
  'User: arn:aws:sts::123456789012:assumed-role/orders-role/orders is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/orders because no identity-based policy allows the dynamodb:PutItem action'
