import { describe, expect, it } from 'vitest'
import { failedStackLookup, goneStackLookup } from '../../targets/resolve/stack-failure.ts'
import { askByName } from '../iam/ask-in-test.ts'
import { cloudformationPlaybook } from './index.ts'

describe('a pasted error', () => {
  it.each([
    [
      'An error occurred (ValidationError) when calling the CreateChangeSet operation: Circular dependency between resources: [A, B]',
      'cfn-circular proven',
    ],
    [
      'orders-prod An error occurred (InsufficientCapabilitiesException) when calling the CreateStack operation: Requires capabilities : [CAPABILITY_NAMED_IAM]',
      'cfn-capabilities likely',
    ],
  ])('%s', async (text, id) => {
    expect(
      (
        await askByName({
          world: {},
          symptom: 'failed',
          playbook: cloudformationPlaybook,
          lookups: [failedStackLookup, goneStackLookup],
          name: text,
        })
      ).ids,
    ).toEqual([id])
  })
})
