import { describe, expect, it } from 'vitest'
import { readPolicyDocument } from './policy-document.ts'
import { applies, matchPolicies, testCondition } from './policy-match.ts'

const role = 'arn:aws:iam::123456789012:role/team/orders'

it('takes an answer without its document for no policy at all', () => {
  expect(() => readPolicyDocument('p', undefined)).toThrow('AWS answered without the document of p.')
})

function verdict(statement: object, request: object = {}) {
  const policy = readPolicyDocument('p', JSON.stringify({ Version: '2012-10-17', Statement: statement }))
  const [match] = matchPolicies([policy], {
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    principal: role,
    ...request,
  })
  return match === undefined ? 'silent' : applies(match)
}

describe('a statement', () => {
  it.each<readonly [string, object]>([
    ['yes', { Effect: 'Allow', Action: 's3:get*', Resource: 'arn:aws:s3:::b/*' }],
    ['no', { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b' }],
    ['silent', { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }],
    ['silent', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }],
    ['yes', { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }],
    ['no', { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::b/*' }],
    ['unknown', { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b/${aws:username}/*' }],
    [
      'yes',
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:role/orders' }, Action: 's3:*', Resource: '*' },
    ],
    ['yes', { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 's3:*', Resource: '*' }],
    ['no', { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999999999999:root' }, Action: 's3:*', Resource: '*' }],
    ['no', { Effect: 'Deny', NotPrincipal: { AWS: role }, Action: 's3:*', Resource: '*' }],
    [
      'yes',
      {
        Effect: 'Deny',
        NotPrincipal: { AWS: ['arn:aws:iam::123456789012:root', 'arn:aws:iam::123456789012:role/auditor'] },
        Action: 's3:*',
        Resource: '*',
      },
    ],
    [
      'unknown',
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
      },
    ],
  ])('%s: %j', (expected, statement) => {
    expect(verdict(statement)).toBe(expected)
  })

  it('cannot tell a resource that nobody named', () => {
    expect(verdict({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b/*' }, { resource: undefined })).toBe(
      'unknown',
    )
  })
})

describe('a condition', () => {
  const context = {
    'aws:sourceip': ['10.0.0.7'],
    'aws:securetransport': ['true'],
    'aws:tagkeys': ['a', 'b'],
    'aws:sourcevpce': [],
  }
  it.each<readonly [string, string, string, string[]]>([
    ['yes', 'IpAddress', 'aws:SourceIp', ['10.0.0.0/24']],
    ['no', 'NotIpAddress', 'aws:SourceIp', ['10.0.0.0/24']],
    ['no', 'Bool', 'aws:SecureTransport', ['false']],
    ['yes', 'ForAnyValue:StringEquals', 'aws:TagKeys', ['b']],
    ['no', 'ForAllValues:StringEquals', 'aws:TagKeys', ['b']],
    ['yes', 'StringNotEquals', 'aws:SourceVpce', ['vpce-1']],
    ['no', 'StringEquals', 'aws:SourceVpce', ['vpce-1']],
    ['yes', 'StringEqualsIfExists', 'aws:SourceVpce', ['vpce-1']],
    ['yes', 'Null', 'aws:SourceVpce', ['true']],
    ['unknown', 'StringEquals', 'aws:PrincipalOrgID', ['o-1']],
  ])('%s: %s %s %j', (expected, operator, key, values) => {
    expect(testCondition({ operator, key, values }, context)).toBe(expected)
  })
})

describe('a resource that is not known to its end', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db'
  it.each([
    ['yes', `${secret}-??????`, `${secret}-??????`],
    ['yes', `${secret}*`, `${secret}-??????`],
    ['unknown', `${secret}-Ab3dEf`, `${secret}-??????`],
    ['no', secret, `${secret}-??????`],
    ['unknown', 'arn:aws:iam::123456789012:role/team/orders', 'arn:aws:iam::123456789012:role/orders'],
    ['no', 'arn:aws:iam::123456789012:role/team/other', 'arn:aws:iam::123456789012:role/orders'],
  ])('%s: %s for %s', (expected, pattern, resource) => {
    expect(verdict({ Effect: 'Allow', Action: '*', Resource: pattern }, { resource })).toBe(expected)
  })
})

it('trusts an identity provider by its ARN', () => {
  const provider = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com'
  const trust = (federated: string) => ({ Effect: 'Allow', Principal: { Federated: federated }, Action: 'sts:*' })
  const request = { action: 'sts:AssumeRoleWithWebIdentity', principal: undefined, federated: provider }
  expect(verdict(trust(provider), request)).toBe('yes')
  expect(verdict(trust('arn:aws:iam::123456789012:oidc-provider/accounts.google.com'), request)).toBe('no')
})
