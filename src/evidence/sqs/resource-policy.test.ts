import { expect, it } from 'vitest'
import { statementsOf } from '../lambda/policy.ts'
import { askPolicy, like } from './resource-policy.ts'

const rule = 'arn:aws:events:eu-west-1:1:rule/placed'
const request = {
  principals: ['events.amazonaws.com'],
  action: 'sqs:SendMessage',
  resource: 'arn:aws:sqs:eu-west-1:1:orders',
  context: { 'aws:sourcearn': rule, 'aws:securetransport': 'true' },
}
const allow = {
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: '*',
}

function ask(...statements: object[]): string {
  return askPolicy(statementsOf(JSON.stringify({ Statement: statements })), request).state
}

it.each<[string, object[], string]>([
  ['nothing', [], 'missing'],
  ['a plain grant', [allow], 'allowed'],
  ['a grant to all', [{ ...allow, Principal: '*' }], 'allowed'],
  ['a grant to another service', [{ ...allow, Principal: { Service: 'sns.amazonaws.com' } }], 'missing'],
  ['a grant of another action', [{ ...allow, Action: 'sqs:ReceiveMessage' }], 'missing'],
  ['a grant in the old spelling', [{ ...allow, Action: 'SQS:SendMessage' }], 'allowed'],
  ['a grant of a wildcard', [{ ...allow, Action: 'sqs:*' }], 'allowed'],
  ['a grant on another queue', [{ ...allow, Resource: 'arn:aws:sqs:eu-west-1:1:other' }], 'missing'],
  ['a grant to this rule', [{ ...allow, Condition: { ArnEquals: { 'aws:SourceArn': rule } } }], 'allowed'],
  [
    'a grant to all rules',
    [{ ...allow, Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:events:*:1:rule/*' } } }],
    'allowed',
  ],
  ['a grant to another rule', [{ ...allow, Condition: { ArnEquals: { 'aws:SourceArn': `${rule}-old` } } }], 'missing'],
  [
    'a condition nobody here can judge',
    [{ ...allow, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
    'unclear',
  ],
  ['a denial beside a grant', [allow, { ...allow, Effect: 'Deny' }], 'denied'],
  [
    'a denial of plain HTTP',
    [allow, { ...allow, Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    'allowed',
  ],
])('%s', (_, statements, expected) => expect(ask(...statements)).toBe(expected))

it('says what the closest statement wants instead', () => {
  const statements = statementsOf(
    JSON.stringify({
      Statement: { ...allow, Sid: 'Old', Condition: { ArnEquals: { 'aws:SourceArn': `${rule}-old` } } },
    }),
  )
  expect(askPolicy(statements, request)).toMatchObject({
    state: 'missing',
    statement: { sid: 'Old' },
    why: expect.stringContaining('placed-old'),
  })
})

it('takes IAM’s wildcards and nothing else for patterns', () => {
  expect(like('a.b', 'a?b')).toBe(true)
  expect(like('axb', 'a.b')).toBe(false)
  expect(like('a(b', 'a(*')).toBe(true)
})
