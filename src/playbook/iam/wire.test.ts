import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { denialLookup } from '../../targets/resolve/denial.ts'
import { functionLookup } from '../../targets/resolve/function.ts'
import { roleLookup } from '../../targets/resolve/role.ts'
import { askByName, type WireAnswer } from './ask-in-test.ts'
import { iamPlaybook } from './index.ts'

const table = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders'
const session = 'arn:aws:sts::123456789012:assumed-role/orders-role/orders'
const other = 'arn:aws:sts::123456789012:assumed-role/orders-role/orders'

async function ask(world: DeclaredWorld, name: string, details?: Record<string, string>): Promise<WireAnswer> {
  const answer = await askByName({
    world,
    symptom: 'denied',
    playbook: iamPlaybook,
    lookups: [denialLookup, functionLookup, roleLookup],
    name,
    ...(details !== undefined && { details }),
  })
  expect(answer.broken).toEqual([])
  return answer
}

function allow(action: string | string[], resource: string, more: Record<string, unknown> = {}) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource, ...more }] }
}

function world(policy: object | undefined, more: DeclaredWorld = {}, role: object = {}): DeclaredWorld {
  return {
    roles: [{ name: 'orders-role', inline: policy === undefined ? {} : { own: policy }, ...role }],
    ...more,
  } as DeclaredWorld
}

function refused(because: string, action = 'dynamodb:PutItem', resource = table): string {
  return `User: ${session} is not authorized to perform: ${action} on resource: ${resource} ${because}`
}

const noIdentity = 'because no identity-based policy allows the dynamodb:PutItem action'

describe('a pasted refusal', () => {
  it.each([
    ['iam-no-identity-allow proven', noIdentity, allow('dynamodb:GetItem', table)],
    ['iam-resource-arn-mismatch proven', noIdentity, allow('dynamodb:PutItem', `${table}-old`)],
    [
      'iam-condition-unmet likely',
      noIdentity,
      allow('dynamodb:*', table, { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
    ],
    [
      'iam-tag-based-abac likely',
      noIdentity,
      allow('dynamodb:*', table, { Condition: { StringEquals: { 'aws:ResourceTag/team': 'orders' } } }),
    ],
    [
      'iam-explicit-deny-identity proven',
      'with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/no-writes',
      undefined,
    ],
    [
      'iam-quarantine proven',
      'with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
      undefined,
    ],
    [
      'iam-permissions-boundary proven',
      'because no permissions boundary allows the dynamodb:PutItem action',
      allow('dynamodb:*', table),
    ],
    [
      'iam-session-policy proven',
      'because no session policy allows the dynamodb:PutItem action',
      allow('dynamodb:*', table),
    ],
    [
      'iam-scp proven',
      'with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-abc/service_control_policy/p-1',
      allow('dynamodb:*', table),
    ],
    ['iam-rcp proven', 'with an explicit deny in a resource control policy', allow('dynamodb:*', table)],
    ['iam-resource-policy-deny proven', 'with an explicit deny in a resource-based policy', allow('dynamodb:*', table)],
    [
      'iam-vpce-policy proven',
      'because no VPC endpoint policy allows the dynamodb:PutItem action',
      allow('dynamodb:*', table),
    ],
  ])('%s', async (id, because, policy) => {
    const answer = await ask(world(policy), refused(because))
    expect(answer.ids).toEqual([id])
    expect(answer.verdict).toBe('cause-found')
    expect(answer.calls.length).toBeLessThanOrEqual(25)
  })

  it.each([
    [
      'iam-passrole likely',
      refused(
        'because no identity-based policy allows the iam:PassRole action',
        'iam:PassRole',
        'arn:aws:iam::123456789012:role/task',
      ),
    ],
    [
      'iam-slr-missing likely',
      refused(
        'because no identity-based policy allows the iam:CreateServiceLinkedRole action',
        'iam:CreateServiceLinkedRole',
        'arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
      ),
    ],
    [
      'iam-expired-creds likely',
      'An error occurred (ExpiredTokenException) when calling the PutItem operation: The security token included in the request is expired',
    ],
    [
      'iam-trust-policy proven',
      refused(
        'because no role trust policy allows the sts:AssumeRole action',
        'sts:AssumeRole',
        'arn:aws:iam::123456789012:role/orders-role',
      ),
    ],
  ])('%s by its action', async (id, text) => {
    expect((await ask(world(undefined), text)).ids).toEqual([id])
  })

  it('writes the smallest statement, without a star', async () => {
    const answer = await ask(world(allow('dynamodb:GetItem', table)), refused(noIdentity))
    const fix = answer.causes[0]?.found.finding.fix
    expect(JSON.parse(fix?.iac ?? '')).toEqual({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table })
    expect(fix?.cli).toContain('put-role-policy --role-name orders-role')
  })

  it('reads the key policy for a refused key', async () => {
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/1111'
    const text = refused('because no resource-based policy allows the kms:Decrypt action', 'kms:Decrypt', key)
    const policy = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:role/admin' }, Action: 'kms:*', Resource: '*' },
      ],
    }
    const answer = await ask(
      world(allow('kms:Decrypt', key), { keys: [{ id: '1111', policy }] } as DeclaredWorld),
      text,
    )
    expect(answer.ids).toEqual(['iam-kms-key-policy proven'])
  })

  it('is content with likely when nothing else can be read', async () => {
    const answer = await ask(
      { ...world(allow('dynamodb:PutItem', `${table}-old`)), deny: ['iam:*', 'cloudtrail:*', 'dynamodb:*'] },
      refused(noIdentity),
    )
    expect(answer.ids).toEqual(['iam-no-identity-allow likely'])
    expect(answer.unread.join()).toContain('iam.principal')
  })
})

describe('a question without an error text', () => {
  const details = { principal: 'orders-role', action: 'dynamodb:PutItem', resource: table }
  it('stands on a provable refusal of what was asked', async () => {
    const answer = await ask(world(allow('dynamodb:GetItem', table)), 'orders-role', details)
    expect(answer.ids).toEqual(['iam-no-identity-allow proven'])
  })

  it('names the boundary', async () => {
    const boundary = { policies: [{ name: 'cap', document: allow('s3:*', '*') }] } as DeclaredWorld
    const answer = await ask(world(allow('dynamodb:*', table), boundary, { boundary: 'cap' }), 'orders-role', details)
    expect(answer.ids).toEqual(['iam-permissions-boundary proven'])
  })

  it('claims nothing when everything allows it', async () => {
    const answer = await ask(world(allow('dynamodb:*', table)), 'orders-role', details)
    expect(answer.causes).toEqual([])
    expect(answer.verdict).toBe('insufficient-evidence')
  })

  it('does not take a missing resource for a refusal', async () => {
    const answer = await ask(world(allow('dynamodb:PutItem', table)), 'orders-role', {
      action: 'dynamodb:PutItem',
      principal: 'orders-role',
    })
    expect(answer.causes).toEqual([])
  })
})

describe('a role or a function', () => {
  it('finds a refused call of the role in CloudTrail', async () => {
    const answer = await ask(
      world(allow('dynamodb:GetItem', table), {
        trail: [
          {
            at: '-9m',
            name: 'CreateTable',
            source: 'dynamodb',
            user: 'orders-role/orders',
            errorCode: 'AccessDenied',
            errorMessage: refused(
              'because no identity-based policy allows the dynamodb:CreateTable action',
              'dynamodb:CreateTable',
            ),
          },
          {
            at: '-8m',
            name: 'CreateTable',
            source: 'dynamodb',
            user: 'other/x',
            errorCode: 'AccessDenied',
            errorMessage:
              'User: arn:aws:sts::123456789012:assumed-role/other/x is not authorized to perform: dynamodb:CreateTable',
          },
        ],
      }),
      'orders-role',
    )
    expect(answer.ids).toEqual(['iam-no-identity-allow proven'])
    expect(answer.causes[0]?.found.finding.summary).toContain('CreateTable')
  })

  it('reads the log of a function and keeps to its own role', async () => {
    const fn = {
      functions: [{ name: 'orders', role: 'arn:aws:iam::123456789012:role/orders-role' }],
      logGroups: [
        {
          name: '/aws/lambda/orders',
          events: [{ at: '-5m', message: `ERROR AccessDeniedException: ${refused(noIdentity)}` }],
        },
      ],
    }
    const answer = await ask(world(allow('dynamodb:GetItem', table), fn), 'orders')
    expect(answer.ids).toEqual(['iam-no-identity-allow proven'])
    const quiet = await ask(
      world(allow('dynamodb:GetItem', table), {
        ...fn,
        logGroups: [{ name: '/aws/lambda/orders', events: [{ at: '-5m', message: 'INFO fine' }] }],
      }),
      'orders',
    )
    expect(quiet).toMatchObject({ verdict: 'healthy', causes: [] })
  })

  it('suspects the identity when a function calls as somebody else', async () => {
    const text = refused(noIdentity).replace(other, 'arn:aws:iam::123456789012:user/jo')
    const answer = await ask(
      world(undefined, {
        functions: [{ name: 'orders', role: 'arn:aws:iam::123456789012:role/orders-role' }],
        logGroups: [{ name: '/aws/lambda/orders', events: [{ at: '-5m', message: text }] }],
        users: [{ name: 'jo' }],
      }),
      'orders',
    )
    expect(answer.ids[0]).toBe('iam-wrong-identity likely')
  })
})
