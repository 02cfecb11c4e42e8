import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { failingWorld, refusal, thrown } from './failing-world-in-test.ts'
import { askFunction } from './investigate-in-test.ts'

describe('why-errors over the wire', () => {
  it.each<[string, DeclaredWorld, string]>([
    [
      'an exception of the code',
      failingWorld(thrown('TypeError', "Cannot read properties of undefined (reading 'id')")),
      'lambda-unhandled-exception proven',
    ],
    [
      'an exception in Python',
      failingWorld(thrown('KeyError', "'orderId'", 'python'), { runtime: 'python3.13', handler: 'app.handler' }),
      'lambda-unhandled-exception proven',
    ],
    [
      'an exception in JSON logs',
      failingWorld(thrown('TypeError', 'x is not a function', 'node', 'JSON'), { logging: { logFormat: 'JSON' } }),
      'lambda-unhandled-exception proven',
    ],
    [
      'memory used up',
      failingWorld({ invocation: { durationMs: 900, memoryMb: 512, usedMb: 512, oom: true } }),
      'lambda-oom proven',
    ],
    [
      'a missing module',
      failingWorld({
        invocation: { initError: { type: 'Runtime.ImportModuleError', message: "Error: Cannot find module 'pg'" } },
      }),
      'lambda-import-module proven',
    ],
    [
      'the SDK of version 2',
      failingWorld({
        invocation: {
          initError: { type: 'Runtime.ImportModuleError', message: "Error: Cannot find module 'aws-sdk'" },
        },
      }),
      'lambda-aws-sdk-v2-missing proven',
    ],
    [
      'module formats',
      failingWorld({
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
      failingWorld({
        invocation: {
          initError: { type: 'Runtime.HandlerNotFound', message: 'index.handler is undefined or not exported' },
        },
      }),
      'lambda-handler-not-found proven',
    ],
    [
      'code of another architecture',
      failingWorld({
        invocation: { initError: { type: 'Error', message: '/var/task/node_modules/x.node: invalid ELF header' } },
      }),
      'lambda-wrong-arch-binary proven',
    ],
    ['an exit', failingWorld({ invocation: { exitStatus: 1 } }), 'lambda-exit-nonzero proven'],
    ['a full /tmp', failingWorld(thrown('Error', 'ENOSPC: no space left on device, write')), 'lambda-tmp-full proven'],
    [
      'a refusal by DynamoDB',
      failingWorld(thrown('AccessDeniedException', refusal)),
      'lambda-code-accessdenied proven',
    ],
    [
      'expired credentials',
      failingWorld(thrown('ExpiredTokenException', 'The security token included in the request is expired')),
      'lambda-credentials-expired-global proven',
    ],
    [
      'an error of something it calls',
      failingWorld(thrown('AxiosError', 'Request failed with status code 503')),
      'lambda-downstream-4xx5xx likely',
    ],
    [
      'a missing environment variable',
      failingWorld(thrown('Error', 'Missing required environment variable TABLE_NAME'), {
        environment: { STAGE: 'prod' },
      }),
      'lambda-env-missing likely',
    ],
    [
      'a variable that is set, but the error speaks of it',
      failingWorld(thrown('Error', 'environment variable TABLE_NAME must be set to a region'), {
        environment: { TABLE_NAME: 'x' },
      }),
      'lambda-unhandled-exception proven',
    ],
    [
      'a response that is too large',
      failingWorld(
        thrown(
          'Function.ResponseSizeTooLarge',
          'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
        ),
      ),
      'lambda-response-too-large proven',
    ],
    [
      'a deleted image',
      failingWorld(
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
      failingWorld({ message: 'x' }, { state: 'Failed', stateReasonCode: 'SubnetOutOfIPAddresses' }),
      'lambda-eni-subnet proven',
    ],
    [
      'a role without network permissions',
      failingWorld({ message: 'x' }, { state: 'Failed', stateReasonCode: 'InsufficientRolePermissions' }),
      'lambda-vpc-role-perm proven',
    ],
    [
      'a key that is disabled',
      failingWorld(
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
})
