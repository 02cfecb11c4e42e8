import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { denialLookup } from '../../targets/resolve/denial.ts'
import { functionLookup } from '../../targets/resolve/function.ts'
import { roleLookup } from '../../targets/resolve/role.ts'
import { askByName } from './ask-in-test.ts'
import { iamPlaybook } from './index.ts'

const account = 'arn:aws:iam::123456789012'
const key = 'arn:aws:kms:eu-west-1:123456789012:key/1111'
const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements })
const allow = (action: string, resource: string) => ({ Effect: 'Allow', Action: action, Resource: resource })
const role = (name: string, ...statements: object[]) => ({ name, inline: { own: document(...statements) } })
const trusting = (principal: string, condition?: object) =>
  document({
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: 'sts:AssumeRole',
    ...(condition !== undefined && { Condition: condition }),
  })

async function ask(world: DeclaredWorld, action: string, resource: string, end = ''): Promise<readonly string[]> {
  const answer = await askByName({
    world,
    symptom: 'denied',
    playbook: iamPlaybook,
    lookups: [denialLookup, functionLookup, roleLookup],
    name: `User: arn:aws:sts::123456789012:assumed-role/app/s is not authorized to perform: ${action} on resource: ${resource}${end}`,
  })
  expect(answer.broken).toEqual([])
  return answer.ids
}

describe('an explicit deny of an unsaid policy', () => {
  const explicit = ' with an explicit deny'

  it('is no missing Allow', async () => {
    const ids = await ask({ roles: [role('app')] }, 'sqs:PurgeQueue', 'arn:aws:sqs:eu-west-1:123456789012:q', explicit)
    expect(ids).toEqual(['iam-scp possible'])
  })

  it('is looked for in the policies of the user’s groups', async () => {
    const answer = await askByName({
      world: {
        users: [{ name: 'ana', groups: ['ops'], inline: { all: document(allow('*', '*')) } }],
        groups: [{ name: 'ops', inline: { freeze: document({ Effect: 'Deny', Action: 'sns:*', Resource: '*' }) } }],
      },
      symptom: 'denied',
      playbook: iamPlaybook,
      lookups: [denialLookup],
      name: `User: ${account}:user/ana is not authorized to perform: sns:Publish on resource: arn:aws:sns:eu-west-1:123456789012:t${explicit}`,
    })
    expect(answer.ids).toEqual(['iam-explicit-deny-identity proven'])
    expect(JSON.stringify(answer.causes)).toContain('freeze of group ops')
  })
})

describe('a role to be assumed', () => {
  const caller = role('app', allow('sts:AssumeRole', `${account}:role/*`))
  it.each([
    ['trusts another', [{ ...role('target'), trust: trusting(`${account}:role/other`) }], ['iam-trust-policy proven']],
    ['is not there', [], ['iam-trust-policy likely']],
    [
      'wants an external id',
      [{ ...role('target'), trust: trusting(`${account}:root`, { StringEquals: { 'sts:ExternalId': 'x' } }) }],
      ['iam-trust-policy likely'],
    ],
    ['trusts the account', [{ ...role('target'), trust: trusting(`${account}:root`) }], []],
  ])('%s', async (_what, others, ids) => {
    expect(await ask({ roles: [caller, ...others] }, 'sts:AssumeRole', `${account}:role/target`)).toEqual(ids)
  })

  it('is not blamed on a caller that it names itself', async () => {
    const named = { ...role('target'), trust: trusting(`${account}:role/app`) }
    expect(await ask({ roles: [role('app'), named] }, 'sts:AssumeRole', `${account}:role/target`)).toEqual([])
  })

  it('is judged where AWS calls its trust policy a resource-based one', async () => {
    const closed = { ...role('target'), trust: trusting(`${account}:role/other`) }
    const words = ' because no resource-based policy allows the sts:AssumeRole action'
    expect(await ask({ roles: [caller, closed] }, 'sts:AssumeRole', `${account}:role/target`, words)).toEqual([
      'iam-trust-policy proven',
    ])
  })
})

describe('a key', () => {
  const closed = document({
    Effect: 'Allow',
    Principal: { AWS: `${account}:role/admin` },
    Action: 'kms:*',
    Resource: '*',
  })
  const named = document({ Effect: 'Allow', Principal: { AWS: `${account}:role/app` }, Action: 'kms:*', Resource: '*' })
  it.each([
    [
      'that leaves the caller out refuses, whatever its own policies lack',
      { policy: closed },
      ['iam-kms-key-policy proven'],
    ],
    ['that delegates leaves it to the caller’s own policies', {}, ['iam-no-identity-allow proven']],
    ['that names the caller needs nothing else', { policy: named }, []],
  ])('%s', async (_what, more, ids) => {
    expect(await ask({ roles: [role('app')], keys: [{ id: '1111', ...more }] }, 'kms:Decrypt', key)).toEqual(ids)
  })
})
