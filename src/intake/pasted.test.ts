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

  it('loses its signature beside a bucket’s name, too', () => {
    const url =
      'https://invoices.s3.eu-west-1.amazonaws.com/a.pdf?X-Amz-Date=20261123T010000Z&X-Amz-Expires=3600&X-Amz-Signature=deadbeefdeadbeefdeadbeefdeadbeef'
    const command = parse(`why-403 invoices url="${url}"`)

    expect(command).toMatchObject({ question: { name: 'invoices', details: { url: expect.stringContaining('3600') } } })
    expect(JSON.stringify(command)).not.toContain('deadbeefdeadbeef')
  })

  it('stands for the resource where it is all there is', () => {
    const error = 'User: arn:aws:iam::123456789012:user/a is not authorized to perform: s3:GetObject'

    expect(parse(`why-denied error="${error}"`)).toMatchObject({ question: { name: error } })
    expect(parse('why-denied principal=orders-role action=sqs:SendMessage')).toMatchObject({
      question: { name: 'orders-role', details: { action: 'sqs:SendMessage' } },
    })
    expect(parse('why-denied')).toMatchObject({ kind: 'refused' })
  })

  it('gives the region of the resource it names, and no account', () => {
    const error =
      'User: arn:aws:iam::123456789012:user/a is not authorized to perform: sqs:SendMessage on resource: "arn:aws:sqs:ap-south-1:999988887777:jobs"'

    expect(parse(`why-denied \`${error}\``)).toMatchObject({ question: { region: 'ap-south-1' } })
    expect(JSON.stringify(parse(`why-denied \`${error}\``))).not.toContain('"account"')
    expect(parse(`why-denied \`${error}\` region eu-west-1`)).toMatchObject({ question: { region: 'eu-west-1' } })
  })

  it('names both ends of a call, and an account only where they share it', () => {
    const topic = 'arn:aws:sns:eu-west-1:999988887777:orders'
    const call = (principal: string) => parse(`why-denied principal=${principal} action=sns:Publish resource=${topic}`)

    expect(call('arn:aws:iam::999988887777:role/a')).toMatchObject({ question: { account: '999988887777' } })
    expect(JSON.stringify(call('arn:aws:iam::123456789012:role/a'))).not.toContain('"account"')
    expect(parse(`why-denied a-role resource=${topic}`)).toMatchObject({ question: { name: `a-role ${topic}` } })
  })

  it('keeps the tags of XML', () => {
    const error = '<Error><Code>ExpiredToken</Code></Error>'

    expect(parse(`why-403 invoices error="${error}"`)).toMatchObject({ question: { details: { error } } })
  })
})
