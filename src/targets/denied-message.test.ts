import { describe, expect, it } from 'vitest'
import { isDenial, readDeniedMessage } from './denied-message.ts'

const caller = 'arn:aws:sts::123456789012:assumed-role/orders/session'
const start = `User: ${caller} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/k"`

describe('a refusal in AWS’s words', () => {
  it.each([
    ['because no identity-based policy allows the s3:GetObject action', { layer: 'identity', effect: 'implicit' }],
    [
      'with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/N',
      { layer: 'identity', effect: 'explicit', policyArn: 'arn:aws:iam::123456789012:policy/N' },
    ],
    ['because no permissions boundary allows the s3:GetObject action', { layer: 'boundary', effect: 'implicit' }],
    ['with an explicit deny in a permissions boundary', { layer: 'boundary', effect: 'explicit' }],
    ['because no session policy allows the s3:GetObject action', { layer: 'session', effect: 'implicit' }],
    ['with an explicit deny in a sessions policy', { layer: 'session', effect: 'explicit' }],
    ['because no service control policy allows the s3:GetObject action', { layer: 'scp', effect: 'implicit' }],
    ['with an explicit deny in a resource control policy', { layer: 'rcp', effect: 'explicit' }],
    ['because no resource-based policy allows the s3:GetObject action', { layer: 'resource', effect: 'implicit' }],
    [
      'with an explicit deny in a VPC endpoint policy transitively through a service control policy',
      { layer: 'vpc-endpoint', effect: 'explicit', isTransitive: true },
    ],
    ['because no role trust policy allows the sts:AssumeRole action', { layer: 'trust', effect: 'implicit' }],
    ['with an explicit deny in the role trust policy', { layer: 'trust', effect: 'explicit' }],
  ])('%s', (words, read) => {
    expect(readDeniedMessage(`${start} ${words}`)).toEqual({
      caller,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::b/k',
      ...read,
    })
  })

  it('is read without the small words a chat may swallow', () => {
    expect(
      readDeniedMessage(
        `User: ${caller} is not authorized perform: sqs:sendmessage resource: arn:aws:sqs:eu-west-1:1:q because no identity-based policy allows sqs:sendmessage action`,
      ),
    ).toMatchObject({ action: 'sqs:sendmessage', resource: 'arn:aws:sqs:eu-west-1:1:q', layer: 'identity' })
  })

  it('keeps an encoded message and a bare code', () => {
    expect(
      readDeniedMessage('UnauthorizedOperation Encoded authorization failure message: abcdefghijklmnopqrstuvwxyz'),
    ).toMatchObject({ code: 'UnauthorizedOperation', encoded: 'abcdefghijklmnopqrstuvwxyz' })
    expect(readDeniedMessage('An error occurred (AccessDenied) when calling PutObject: Access Denied')).toEqual({
      code: 'AccessDenied',
    })
    expect(isDenial('orders-role')).toBe(false)
  })

  it.each([
    ['resource: "arn:aws:s3:::b/my file, v2.pdf" because no', 'arn:aws:s3:::b/my file, v2.pdf'],
    ['resource: \\"arn:aws:s3:::b/k\\" because no', 'arn:aws:s3:::b/k'],
    ['resource: role legacy-batch because no', 'role legacy-batch'],
    ['resource: prod/db/main because no', 'prod/db/main'],
    ['resource: prod/db/main (Service: AWSSecretsManager', 'prod/db/main'],
    ['resource: * because no', '*'],
  ])('finds the resource in %s', (words, resource) => {
    expect(readDeniedMessage(`User: ${caller} is not authorized to perform: x:Y on ${words}`).resource).toBe(resource)
  })

  it('takes KMS’s older words for a refused decryption', () => {
    expect(
      readDeniedMessage('The ciphertext refers to a customer master key that does not exist, or you are not allowed'),
    ).toEqual({ action: 'kms:Decrypt' })
  })
})
