import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { askFunction } from './investigate-in-test.ts'

type Event = NonNullable<NonNullable<DeclaredWorld['logGroups']>[number]['events']>[number]
type Fn = NonNullable<DeclaredWorld['functions']>[number]

const good: Event = { from: '-60m', to: '-20m', every: '1m', invocation: { durationMs: 40, lines: ['INFO ok'] } }

/** Forty good minutes, then twenty in which a third of the calls fails. */
function world(failing: Partial<Event>, fn: Partial<Fn> = {}, more: Partial<DeclaredWorld> = {}): DeclaredWorld {
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

const thrown = (
  type: string,
  message: string,
  runtime: 'node' | 'python' = 'node',
  format: 'Text' | 'JSON' = 'Text',
): Partial<Event> => ({
  invocation: { durationMs: 40, format, error: { type, message, runtime } },
})
const refusal =
  'User: arn:aws:sts::123456789012:assumed-role/orders-role/orders is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/orders because no identity-based policy allows the dynamodb:PutItem action'

describe('why-errors over the wire', () => {
  it.each<[string, DeclaredWorld, string]>([
    [
      'an exception of the code',
      world(thrown('TypeError', "Cannot read properties of undefined (reading 'id')")),
      'lambda-unhandled-exception proven',
    ],
    [
      'an exception in Python',
      world(thrown('KeyError', "'orderId'", 'python'), { runtime: 'python3.13', handler: 'app.handler' }),
      'lambda-unhandled-exception proven',
    ],
    [
      'an exception in JSON logs',
      world(thrown('TypeError', 'x is not a function', 'node', 'JSON'), { logging: { logFormat: 'JSON' } }),
      'lambda-unhandled-exception proven',
    ],
    [
      'memory used up',
      world({ invocation: { durationMs: 900, memoryMb: 512, usedMb: 512, oom: true } }),
      'lambda-oom proven',
    ],
    [
      'a missing module',
      world({
        invocation: { initError: { type: 'Runtime.ImportModuleError', message: "Error: Cannot find module 'pg'" } },
      }),
      'lambda-import-module proven',
    ],
    [
      'the SDK of version 2',
      world({
        invocation: {
          initError: { type: 'Runtime.ImportModuleError', message: "Error: Cannot find module 'aws-sdk'" },
        },
      }),
      'lambda-aws-sdk-v2-missing proven',
    ],
    [
      'module formats',
      world({
        invocation: {
          initError: {
            type: 'Runtime.UserCodeSyntaxError',
            message: 'SyntaxError: Cannot use import statement outside a module',
          },
        },
      }),
      'lambda-esm-cjs proven',
    ],
    [
      'a missing handler',
      world({
        invocation: {
          initError: { type: 'Runtime.HandlerNotFound', message: 'index.handler is undefined or not exported' },
        },
      }),
      'lambda-handler-not-found proven',
    ],
    [
      'code of another architecture',
      world({
        invocation: { initError: { type: 'Error', message: '/var/task/node_modules/x.node: invalid ELF header' } },
      }),
      'lambda-wrong-arch-binary proven',
    ],
    ['an exit', world({ invocation: { exitStatus: 1 } }), 'lambda-exit-nonzero proven'],
    ['a full /tmp', world(thrown('Error', 'ENOSPC: no space left on device, write')), 'lambda-tmp-full proven'],
    ['a refusal by DynamoDB', world(thrown('AccessDeniedException', refusal)), 'lambda-code-accessdenied proven'],
    [
      'expired credentials',
      world(thrown('ExpiredTokenException', 'The security token included in the request is expired')),
      'lambda-credentials-expired-global proven',
    ],
    [
      'an error of something it calls',
      world(thrown('AxiosError', 'Request failed with status code 503')),
      'lambda-downstream-4xx5xx likely',
    ],
    [
      'a missing environment variable',
      world(thrown('Error', 'Missing required environment variable TABLE_NAME'), { environment: { STAGE: 'prod' } }),
      'lambda-env-missing likely',
    ],
    [
      'a variable that is set, but the error speaks of it',
      world(thrown('Error', 'environment variable TABLE_NAME must be set to a region'), {
        environment: { TABLE_NAME: 'x' },
      }),
      'lambda-unhandled-exception proven',
    ],
    [
      'a response that is too large',
      world(
        thrown(
          'Function.ResponseSizeTooLarge',
          'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
        ),
      ),
      'lambda-response-too-large proven',
    ],
    [
      'a deleted image',
      world(
        { message: 'x' },
        {
          packageType: 'Image',
          state: 'Failed',
          stateReasonCode: 'ImageDeleted',
          stateReason: 'The image was deleted',
        },
      ),
      'lambda-image-pull proven',
    ],
    [
      'no free addresses',
      world({ message: 'x' }, { state: 'Failed', stateReasonCode: 'SubnetOutOfIPAddresses' }),
      'lambda-eni-subnet proven',
    ],
    [
      'a role without network permissions',
      world({ message: 'x' }, { state: 'Failed', stateReasonCode: 'InsufficientRolePermissions' }),
      'lambda-vpc-role-perm proven',
    ],
    [
      'a key that is disabled',
      world(
        { message: 'x' },
        { kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555' },
        { keys: [{ id: '11111111-2222-3333-4444-555555555555', state: 'Disabled' }] },
      ),
      'lambda-kms-disabled proven',
    ],
  ])('%s', async (_name, declared, expected) => {
    const answer = await askFunction(declared, 'errors')
    expect(answer.broken).toEqual([])
    expect(answer.sighting?.observation.state).toBe('present')
    expect(answer.ids[0]).toBe(expected)
    expect(answer.ids.slice(1).filter((id) => !id.endsWith('possible'))).toEqual([])
    expect(answer.calls.length).toBeLessThanOrEqual(25)
  })

  it('gives a refusal as the cause and the exception as its chain, on the role', async () => {
    const answer = await askFunction(world(thrown('AccessDeniedException', refusal)), '502')
    expect(answer.causes[0]?.found.finding.resource?.arn).toBe('arn:aws:iam::123456789012:role/orders-role')
    expect(answer.causes[0]?.chain.map((effect) => effect.cause.id)).toEqual(['lambda-unhandled-exception'])
    expect(answer.causes[0]?.found.finding.fix?.cli).toContain('dynamodb:PutItem')
  })

  it('finds a healthy function healthy, handled errors and all', async () => {
    const answer = await askFunction(
      {
        functions: [
          { name: 'orders', memorySize: 128, runtime: 'nodejs16.x', traffic: [{ from: '-3h', perMinute: 30 }] },
        ],
        logGroups: [
          {
            name: '/aws/lambda/orders',
            events: [
              {
                from: '-60m',
                every: '1m',
                invocation: {
                  lines: ['ERROR AccessDeniedException for user 7, answered 403', 'ERROR Task timed out upstream'],
                },
              },
            ],
          },
        ],
      },
      'errors',
    )
    expect(answer.verdict).toBe('healthy')
  })

  it('says that it recovered', async () => {
    const answer = await askFunction(
      world(
        { from: '-50m', to: '-40m', every: '1m', ...thrown('TypeError', 'x') },
        {
          traffic: [
            { from: '-3h', to: '-50m', perMinute: 30 },
            { from: '-50m', to: '-40m', perMinute: 30, errors: 20 },
            { from: '-40m', perMinute: 30 },
          ],
        },
      ),
      'errors',
    )
    expect(answer.verdict).toBe('recovered')
    expect(answer.earlier[0]?.found.cause.id).toBe('lambda-unhandled-exception')
  })

  it('names what most failures are and only mentions the rare other', async () => {
    const declared = world({ invocation: { durationMs: 900, memoryMb: 512, usedMb: 512, oom: true } })
    declared.logGroups?.[0]?.events?.push({ at: '-10m', ...thrown('TypeError', 'once') })
    const answer = await askFunction(declared, 'errors')
    expect(answer.ids).toEqual(['lambda-oom proven', 'lambda-unhandled-exception possible'])
  })

  it('leaves failures of another function in a shared log group out', async () => {
    const answer = await askFunction(
      world(
        {},
        { logging: { logGroup: '/shared' } },
        {
          logGroups: [
            {
              name: '/shared',
              events: [
                {
                  from: '-20m',
                  every: '1m',
                  stream: '2026/11/23/billing[$LATEST]aa',
                  invocation: { oom: true, durationMs: 100 },
                },
                { from: '-20m', every: '1m', stream: '2026/11/23/orders[$LATEST]bb', ...thrown('TypeError', 'mine') },
              ],
            },
          ],
        },
      ),
      'errors',
    )
    expect(answer.ids).toEqual(['lambda-unhandled-exception proven'])
  })

  it('claims nothing of the code when the log is denied', async () => {
    const answer = await askFunction({ ...world(thrown('TypeError', 'x')), deny: ['logs:FilterLogEvents'] }, 'errors')
    expect(answer.verdict).toBe('insufficient-evidence')
    expect(answer.ids).toEqual([])
    expect(answer.outcomes.find((outcome) => outcome.cause.id === 'lambda-oom')?.status).toBe('inconclusive')
  })

  it('still names the cause when only the metrics are denied', async () => {
    const answer = await askFunction(
      { ...world({ invocation: { durationMs: 900, memoryMb: 512, usedMb: 512, oom: true } }), deny: ['cloudwatch:*'] },
      'errors',
    )
    expect(answer.ids[0]).toBe('lambda-oom proven')
  })

  it('says that there is no log, without calling that the cause', async () => {
    const answer = await askFunction(world({}, {}, { logGroups: [] }), 'errors')
    expect(answer.verdict).toBe('insufficient-evidence')
    expect(answer.ids).toEqual(['lambda-no-logs possible'])
  })

  it('reads only what the alias serves', async () => {
    const declared = world(
      { invocation: { version: '41', ...thrown('TypeError', 'old').invocation } },
      { versions: [{ version: '41' }, { version: '42' }], aliases: [{ name: 'live', version: '42' }] },
    )
    declared.logGroups?.[0]?.events?.push({
      from: '-20m',
      every: '1m',
      invocation: { version: '42', durationMs: 900, memoryMb: 512, usedMb: 512, oom: true },
    })
    const answer = await askFunction(declared, 'errors', 'orders', 'live')
    expect(answer.ids).toEqual(['lambda-oom proven'])
  })
})
