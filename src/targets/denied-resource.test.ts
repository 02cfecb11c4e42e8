import { expect, it } from 'vitest'
import { resourceArn } from './denied-resource.ts'

const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }

it.each([
  ['role legacy', 'iam:DeleteRole', 'arn:aws:iam::123456789012:role/legacy'],
  ['user build-bot', 'iam:CreateAccessKey', 'arn:aws:iam::123456789012:user/build-bot'],
  [
    'crm/token',
    'secretsmanager:GetSecretValue',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:crm/token-??????',
  ],
  ['crm/token', 'ssm:GetParameter', 'crm/token'],
  ['*', 'secretsmanager:ListSecrets', '*'],
  ['arn:aws:sqs:eu-west-1:1:q', 'sqs:SendMessage', 'arn:aws:sqs:eu-west-1:1:q'],
])('%s of %s is %s', (resource, action, arn) => {
  expect(resourceArn(place, resource, action)).toBe(arn)
})

it('belongs to the account of the caller', () => {
  expect(resourceArn(place, 'role a', 'iam:GetRole', 'arn:aws:iam::999988887777:user/x')).toBe(
    'arn:aws:iam::999988887777:role/a',
  )
})
