import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { failingWorld } from './failing-world-in-test.ts'
import { askFunction } from './investigate-in-test.ts'

type Fn = NonNullable<DeclaredWorld['functions']>[number]

function quiet(metric: string, value: number, fn: Partial<Fn> = {}): DeclaredWorld {
  return {
    functions: [{ name: 'orders', lastModified: '-9d', traffic: [{ from: '-3h', perMinute: 30 }], ...fn }],
    logGroups: [{ name: '/aws/lambda/orders', events: [] }],
    metrics: [
      { namespace: 'AWS/Lambda', metric, dimensions: { FunctionName: 'orders' }, points: [{ from: '-20m', value }] },
    ],
  }
}
const url = (actions: string[]): Partial<Fn> => ({
  url: { authType: 'NONE' },
  permissions: actions.map((action, index) => ({ sid: `s${index}`, principal: '*', action })),
})

describe('what does not count as an error of the function', () => {
  it.each<[string, DeclaredWorld, 'errors' | '403', string]>([
    ['dropped asynchronous events', quiet('AsyncEventsDropped', 3), 'errors', 'lambda-async-dropped proven'],
    [
      'a dead-letter queue that refuses',
      quiet('DeadLetterErrors', 2, { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:dead' }),
      'errors',
      'lambda-dlq-permission likely',
    ],
    [
      'a destination that refuses',
      quiet('DestinationDeliveryFailures', 2, {
        eventInvoke: { onFailure: 'arn:aws:sqs:eu-west-1:123456789012:dead' },
      }),
      'errors',
      'lambda-dlq-permission likely',
    ],
    [
      'a URL with one of its two permissions',
      quiet('Url4xxCount', 9, url(['lambda:InvokeFunctionUrl'])),
      '403',
      'lambda-fnurl-403 likely',
    ],
  ])('%s', async (_name, declared, symptom, expected) => {
    const answer = await askFunction(declared, symptom)
    expect(answer.broken).toEqual([])
    expect(answer.ids).toEqual([expected])
    expect(answer.verdict).toBe('cause-found')
  })

  it('leaves a URL with both permissions alone', async () => {
    const answer = await askFunction(
      quiet('Url4xxCount', 9, url(['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'])),
      '403',
    )
    expect(answer.ids).toEqual([])
  })

  it('does not answer a caller who waits with dropped events', async () => {
    expect((await askFunction(quiet('AsyncEventsDropped', 3), '502')).verdict).toBe('healthy')
  })

  it('calls a stopped loop by the name of what was asked', async () => {
    const answer = await askFunction(
      {
        ...quiet('RecursiveInvocationsDropped', 4),
        functions: [{ name: 'orders', traffic: [{ from: '-20m', perMinute: 30, errors: 5 }] }],
      },
      'errors',
    )
    expect(answer.causes.map(({ found }) => found.cause.id)).toContain('lambda-recursion-stopped')
  })
})

describe('what lies around the code', () => {
  it('names a layer that was deleted', async () => {
    const answer = await askFunction(
      failingWorld(
        {
          invocation: {
            initError: { type: 'Runtime.ImportModuleError', message: "Error: Cannot find module 'shared-db'" },
          },
        },
        { layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:shared:7'] },
      ),
      'errors',
    )
    expect(answer.ids).toEqual(['lambda-import-module proven', 'lambda-layer-missing likely'])
  })

  it('names a new runtime version that all failures are in', async () => {
    const start = (version: string) =>
      `INIT_START Runtime Version: nodejs:22.${version}\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:abc`
    const failing = {
      messages: [
        start('v51'),
        '2026-11-23T02:50:00.000Z\t{requestId}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"crypto is sealed","stack":[]}',
      ],
      stream: '2026/11/23/[$LATEST]new',
    }
    const declared = failingWorld(failing, {
      traffic: [
        { from: '-3h', to: '-20m', perMinute: 30 },
        { from: '-20m', perMinute: 30, errors: 30 },
      ],
    })
    declared.logGroups?.[0]?.events?.push({ at: '-50m', stream: '2026/11/23/[$LATEST]old', message: start('v50') })
    const answer = await askFunction(declared, 'errors')
    expect(answer.outcomes.find((outcome) => outcome.cause.id === 'lambda-runtime-auto-update')?.status).toBe('found')
    expect(answer.ids).toContain('lambda-unhandled-exception proven')
  })
})
