import { describe, expect, it } from 'vitest'
import { parseCommand } from './grammar.ts'

const parse = (text: string) => parseCommand(text, { now: Date.parse('2026-11-23T14:00:00Z') })

describe('a pasted message', () => {
  it('is one resource, whatever options its words look like', () => {
    const message =
      'User: arn:aws:sts::123456789012:assumed-role/web/i-0 is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::invoices/a because no identity-based policy allows the s3:GetObject action'

    expect(parse(`why-denied ${message}`)).toMatchObject({
      kind: 'diagnosis',
      question: { symptom: 'denied', name: message },
    })
  })

  it('keeps what a presigned address says, but not its signature', () => {
    const url =
      'https://invoices.s3.eu-west-1.amazonaws.com/a.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261123%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20261123T010000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=deadbeefdeadbeefdeadbeefdeadbeef'
    const command = parse(`why-403 ${url}`)

    expect(command).toMatchObject({
      kind: 'diagnosis',
      question: { name: expect.stringContaining('X-Amz-Expires=3600') },
    })
    expect(JSON.stringify(command)).not.toContain('deadbeefdeadbeef')
  })
})
