import { describe, expect, it } from 'vitest'
import { failingWorld, refusal, thrown } from './failing-world-in-test.ts'
import { askFunction } from './investigate-in-test.ts'

describe('why-errors: look-alikes and what could not be read', () => {
  it('gives a refusal as the cause and the exception as its chain, on the role', async () => {
    const answer = await askFunction(failingWorld(thrown('AccessDeniedException', refusal)), '502')
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
      failingWorld(
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
    const declared = failingWorld({ invocation: { durationMs: 900, memoryMb: 512, usedMb: 512, oom: true } })
    declared.logGroups?.[0]?.events?.push({ at: '-10m', ...thrown('TypeError', 'once') })
    const answer = await askFunction(declared, 'errors')
    expect(answer.ids[0]).toBe('lambda-oom proven')
    const others = answer.outcomes.filter((outcome) => outcome.status === 'found' && outcome.cause.id !== 'lambda-oom')
    expect(others.map((outcome) => outcome.status === 'found' && outcome.finding.strength)).toEqual(['possible'])
  })

  it('leaves failures of another function in a shared log group out', async () => {
    const answer = await askFunction(
      failingWorld(
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
    const answer = await askFunction(
      { ...failingWorld(thrown('TypeError', 'x')), deny: ['logs:FilterLogEvents'] },
      'errors',
    )
    expect(answer.verdict).toBe('insufficient-evidence')
    expect(answer.ids).toEqual([])
    expect(answer.outcomes.find((outcome) => outcome.cause.id === 'lambda-oom')?.status).toBe('inconclusive')
  })

  it('still names the cause when only the metrics are denied', async () => {
    const answer = await askFunction(
      {
        ...failingWorld({ invocation: { durationMs: 900, memoryMb: 512, usedMb: 512, oom: true } }),
        deny: ['cloudwatch:*'],
      },
      'errors',
    )
    expect(answer.ids[0]).toBe('lambda-oom proven')
  })

  it('says that there is no log, without calling that the cause', async () => {
    const answer = await askFunction(failingWorld({}, {}, { logGroups: [] }), 'errors')
    expect(answer.verdict).toBe('insufficient-evidence')
    expect(answer.ids).toEqual(['lambda-no-logs possible'])
  })

  it('reads only what the alias serves', async () => {
    const declared = failingWorld(
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
