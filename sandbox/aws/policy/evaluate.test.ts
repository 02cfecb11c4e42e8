import { describe, expect, it } from 'vitest'
import { readPolicy } from './document.ts'
import { evaluate, roleOfSession } from './evaluate.ts'

const policy = (...statements: object[]) =>
  readPolicy('p', { Version: '2012-10-17', Statement: statements }, 'arn:aws:iam::1:policy/p')
const allow = (Action: string | string[], Resource: string | string[] = '*', Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
})
const deny = (Action: string, Resource = '*', Condition?: object) => ({
  ...allow(Action, Resource, Condition),
  Effect: 'Deny',
})
const variable = (name: string) => `$\{${name}}`
const table = 'arn:aws:dynamodb:eu-west-1:1:table/orders'
const ask = (action: string, resource = table, context: Record<string, string[]> = {}) => ({
  action,
  resource,
  context,
  principalArn: 'arn:aws:iam::1:role/app',
  principalAccount: '1',
})

describe('identity policies', () => {
  it.each([
    [[], 'implicitDeny'],
    [[allow('dynamodb:GetItem')], 'allowed'],
    [[allow('dynamodb:getitem')], 'allowed'],
    [[allow('dynamodb:Get*', 'arn:aws:dynamodb:*:*:table/ord?rs')], 'allowed'],
    [[allow('dynamodb:*', 'arn:aws:dynamodb:*:*:table/other')], 'implicitDeny'],
    [[allow('dynamodb:*'), deny('dynamodb:GetItem')], 'explicitDeny'],
    [[allow('*'), deny('dynamodb:*', 'arn:aws:dynamodb:*:*:table/other')], 'allowed'],
    [[{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], 'allowed'],
    [[{ Effect: 'Allow', NotAction: 'dynamodb:*', Resource: '*' }], 'implicitDeny'],
    [[{ Effect: 'Allow', Action: '*', NotResource: table }], 'implicitDeny'],
    [[{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x' }], 'allowed'],
  ])('%j is %s', (statements, outcome) => {
    expect(evaluate(ask('dynamodb:GetItem'), { identity: [policy(...statements)] }).outcome).toBe(outcome)
  })

  it('fills in policy variables, and matches nothing where one has no value', () => {
    const own = policy(allow('dynamodb:*', `arn:aws:dynamodb:*:*:table/${variable('aws:PrincipalTag/team')}`))
    expect(
      evaluate(ask('dynamodb:GetItem', table, { 'aws:PrincipalTag/team': ['orders'] }), { identity: [own] }).outcome,
    ).toBe('allowed')
    expect(evaluate(ask('dynamodb:GetItem'), { identity: [own] }).outcome).toBe('implicitDeny')
    const fallback = policy(
      allow('dynamodb:*', `arn:aws:dynamodb:*:*:table/${variable("aws:PrincipalTag/team, 'orders'")}`),
    )
    expect(evaluate(ask('dynamodb:GetItem'), { identity: [fallback] }).outcome).toBe('allowed')
  })
})

describe('conditions', () => {
  it.each([
    [{ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, true],
    [{ StringEquals: { 'AWS:requestedregion': ['us-east-1', 'eu-west-1'] } }, true],
    [{ StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } }, false],
    [{ StringNotEquals: { 'aws:Missing': 'x' } }, true],
    [{ StringLike: { 'aws:RequestedRegion': 'eu-*' } }, true],
    [{ StringEqualsIfExists: { 'aws:Missing': 'x' } }, true],
    [{ StringEquals: { 'aws:Missing': 'x' } }, false],
    [{ Null: { 'aws:Missing': 'true' } }, true],
    [{ Null: { 'aws:RequestedRegion': 'true' } }, false],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, true],
    [{ NumericLessThan: { 's3:max-keys': '10' } }, true],
    [{ NumericGreaterThanEquals: { 's3:max-keys': '10' } }, false],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }, true],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, true],
    [{ NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24'] } }, false],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/*' } }, true],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*/x' } }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'env'] } }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }, false],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['env'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:Missing': ['env'] } }, false],
    [{ StringEquals: { 'aws:RequestedRegion': 'eu-west-1', 'aws:Missing': 'x' } }, false],
  ])('%j is %s', (condition, isMet) => {
    const context = {
      'aws:RequestedRegion': ['eu-west-1'],
      'aws:SecureTransport': ['true'],
      's3:max-keys': ['9'],
      'aws:CurrentTime': ['2026-11-23T12:00:00Z'],
      'aws:SourceIp': ['203.0.113.9'],
      'aws:PrincipalArn': ['arn:aws:iam::1:role/app'],
      'aws:TagKeys': ['team', 'env'],
    }
    expect(
      evaluate(ask('s3:ListBucket', '*', context), { identity: [policy(allow('*', '*', condition))] }).outcome,
    ).toBe(isMet ? 'allowed' : 'implicitDeny')
  })

  it('tells which keys were missing', () => {
    const asked = evaluate(ask('s3:ListBucket'), {
      identity: [policy(allow('*', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }))],
    })
    expect(asked).toMatchObject({ outcome: 'implicitDeny', missingContext: ['aws:PrincipalOrgID'] })
  })
})

describe('layers', () => {
  const all = policy(allow('*'))
  const none = policy(allow('s3:*'))
  it.each([
    ['permissions boundary', { identity: [all], boundary: [none] }],
    ['session policy', { identity: [all], session: [none] }],
    ['service control policy', { identity: [all], scps: [none] }],
    ['identity-based policy', { identity: [none] }],
  ])('the %s refuses what it does not allow', (layer, policies) => {
    expect(evaluate(ask('dynamodb:GetItem'), policies)).toMatchObject({ outcome: 'implicitDeny', layer })
  })

  it('an explicit deny anywhere wins, and the layer is named', () => {
    expect(
      evaluate(ask('dynamodb:GetItem'), { identity: [all], scps: [policy(allow('*'), deny('dynamodb:*'))] }),
    ).toMatchObject({ outcome: 'explicitDeny', layer: 'service control policy' })
    expect(
      evaluate(ask('dynamodb:GetItem'), {
        identity: [all],
        resource: readPolicy('r', { Statement: [{ ...deny('dynamodb:*'), Principal: '*' }] }),
      }),
    ).toMatchObject({ layer: 'resource-based policy' })
  })

  it('a resource policy is enough in its own account; across accounts both sides have to allow', () => {
    const resource = readPolicy('r', {
      Statement: [{ ...allow('dynamodb:GetItem'), Principal: { AWS: 'arn:aws:iam::1:role/app' } }],
    })
    expect(evaluate(ask('dynamodb:GetItem'), { identity: [], resource }).outcome).toBe('allowed')
    expect(evaluate(ask('dynamodb:GetItem'), { identity: [], resource, resourceAccount: '2' })).toMatchObject({
      outcome: 'implicitDeny',
      layer: 'identity-based policy',
    })
    expect(evaluate(ask('dynamodb:GetItem'), { identity: [all], resource, resourceAccount: '2' }).outcome).toBe(
      'allowed',
    )
    expect(evaluate(ask('dynamodb:GetItem'), { identity: [all], resourceAccount: '2' })).toMatchObject({
      layer: 'resource-based policy',
    })
  })

  it('knows the role behind a session', () => {
    expect(roleOfSession('arn:aws:sts::1:assumed-role/app/alice')).toBe('arn:aws:iam::1:role/app')
  })
})
