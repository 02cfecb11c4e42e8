import { expect, it } from 'vitest'
import type { AwsReader } from '../../aws/reader.ts'
import { cloudFormationStack } from '../../targets/target.ts'
import type { ReadContext } from '../probe.ts'
import type { ChangeSet } from './change-sets.ts'
import { validations } from './validations.ts'

const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }
const stack = cloudFormationStack(place, 'arn:aws:cloudformation:eu-west-1:123456789012:stack/orders/1')
const parent = 'arn:aws:cloudformation:eu-west-1:123456789012:changeSet/deploy/1'
const nested = 'arn:aws:cloudformation:eu-west-1:123456789012:changeSet/orders-data-X1/2'

function contextOf(
  newest: Partial<ChangeSet>,
  answers: Readonly<Record<string, object>>,
): ReadContext & { readonly asked: string[] } {
  const asked: string[] = []
  const client = {
    async send(command: { input: { ChangeSetName?: string } }) {
      const name = command.input.ChangeSetName ?? ''
      const key = `${command.constructor.name} ${name}`
      asked.push(key)
      return answers[key] ?? {}
    },
  }
  return {
    asked,
    aws: { ...place, client: () => client } as unknown as AwsReader,
    window: { from: 0, to: 1 },
    now: 1,
    missed() {},
    read: async () =>
      [
        {
          arn: parent,
          name: 'deploy',
          status: 'FAILED',
          reason: '',
          executionStatus: 'UNAVAILABLE',
          createdAt: 1,
          ...newest,
        },
      ] as never,
  }
}

it('follows a parent’s change set into the nested one that failed', async () => {
  const at = contextOf(
    { reason: `Nested change set ${nested} was not successfully created: Currently in FAILED.` },
    {
      [`DescribeChangeSetCommand ${parent}`]: {
        StatusReason: `Nested change set ${nested} was not successfully created: Currently in FAILED.`,
      },
      [`DescribeEventsCommand ${nested}`]: {
        OperationEvents: [
          {
            ValidationStatus: 'FAILED',
            ValidationName: 'PROPERTY_VALIDATION',
            ValidationFailureMode: 'FAIL',
            ValidationPath: '/Resources/Table/Properties/BillingMode',
            ValidationStatusReason: '#/BillingMode: FREE is not a valid enum value',
            Timestamp: new Date(5),
          },
          {
            ValidationStatus: 'FAILED',
            ValidationName: 'X',
            ValidationFailureMode: 'WARN',
            ValidationStatusReason: 'only a warning',
          },
        ],
      },
    },
  )
  expect(await validations.fetch(stack, at)).toEqual([
    {
      at: 5,
      name: 'PROPERTY_VALIDATION',
      logicalId: 'Table',
      type: '',
      reason: '#/BillingMode: FREE is not a valid enum value',
      path: '/Resources/Table/Properties/BillingMode',
      changeSetArn: nested,
    },
  ])
})

it('asks nothing about a change set that failed for another reason, or did not fail', async () => {
  const at = contextOf({ reason: "The submitted information didn't contain changes." }, {})
  expect(await validations.fetch(stack, at)).toEqual([])
  const fine = contextOf({ status: 'CREATE_COMPLETE', reason: 'EarlyValidation' }, {})
  expect(await validations.fetch(stack, fine)).toEqual([])
  expect([...at.asked, ...fine.asked]).toEqual([])
})
