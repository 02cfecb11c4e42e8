import { describe, expect, it } from 'vitest'
import { s3Address, withoutSignature } from './presigned.ts'

const signed =
  'https://invoices.s3.eu-west-1.amazonaws.com/2026/a%20b.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20261123%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20261123T010000Z&X-Amz-Expires=900&X-Amz-Security-Token=IQoJb3Jp&X-Amz-SignedHeaders=host&X-Amz-Signature=deadbeef'

describe('an address of S3', () => {
  it.each([
    ['s3://invoices/2026/a.pdf', { bucket: 'invoices', key: '2026/a.pdf' }],
    ['arn:aws:s3:::invoices', { bucket: 'invoices' }],
    ['https://invoices.s3.amazonaws.com/a', { bucket: 'invoices', key: 'a' }],
    ['https://s3.eu-west-1.amazonaws.com/invoices/a', { bucket: 'invoices', key: 'a', region: 'eu-west-1' }],
    ['https://my.bucket.s3-eu-west-1.amazonaws.com/a', { bucket: 'my.bucket', key: 'a', region: 'eu-west-1' }],
    ['invoices.s3.eu-west-1.amazonaws.com', { bucket: 'invoices', region: 'eu-west-1' }],
    ['https://example.com/a', undefined],
    ['invoices', undefined],
  ])('%s', (text, read) => {
    expect(s3Address(text)).toEqual(read)
  })

  it('says when and for how long it was signed', () => {
    expect(s3Address(signed)).toMatchObject({
      key: '2026/a b.pdf',
      presigned: {
        signedAt: Date.parse('2026-11-23T01:00:00Z'),
        expiresSeconds: 900,
        region: 'eu-west-1',
        accessKeyKind: 'temporary',
        isHttps: true,
      },
    })
  })

  it('loses its signature, key and token, and still reads the same', () => {
    const bare = withoutSignature(signed) ?? ''
    expect(bare).not.toMatch(/deadbeef|IOSFODNN7|IQoJb3Jp/)
    expect(s3Address(bare)).toEqual(s3Address(signed))
    expect(withoutSignature('https://example.com/?X=1')).toBeUndefined()
  })
})
