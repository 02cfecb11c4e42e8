import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alarmIn, hintOf, messageText } from './message-text.ts'

describe('what a message says outright', () => {
  it.each([
    ['Task timed out after 3.00 seconds in /aws/lambda/orders-handler', { name: 'orders-handler', symptom: 'timeout' }],
    [
      'arn:aws:lambda:eu-west-1:123456789012:function:orders:live Rate exceeded',
      { name: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:live', symptom: 'throttled' },
    ],
    ['ALARM orders-5xx\nApiName = orders-api\nMetric 5XXError', { name: 'orders-api', symptom: '502' }],
    ['"FunctionName": "orders", Errors > 1', { name: 'orders', symptom: 'errors' }],
    [
      '502 Bad Gateway from https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod/orders',
      { name: 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod/orders', symptom: '502' },
    ],
    ['FunctionName: orders answered 500', { name: 'orders', symptom: 'errors' }],
    ['Endpoint request timed out on ApiId: a1b2c3', { name: 'a1b2c3', symptom: '504' }],
    ['checkout is broken', {}],
    ['*FunctionName*\norders', { name: 'orders' }],
    ['Monitor alert\nfunctionname:orders-worker is failing', { name: 'orders-worker', symptom: 'errors' }],
    [
      'ApproximateAgeOfOldestMessage on arn:aws:sqs:eu-west-1:123456789012:orders-queue failed',
      { name: 'arn:aws:sqs:eu-west-1:123456789012:orders-queue' },
    ],
    ['TableName = orders\nThrottledRequests', { name: 'orders', symptom: 'throttled' }],
    ['something failed', { symptom: 'errors' }],
    ['[FIRING:1] Age\nLabels:\n - dimension_QueueName = orders-queue', { name: 'orders-queue' }],
    [
      '<https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/orders?tab=code|orders> failed',
      { name: 'orders', symptom: 'errors' },
    ],
  ])('%s', (text, expected) => {
    expect(hintOf(text)).toEqual(expected)
  })
})

describe('the alarm a message names', () => {
  it.each([
    ['CloudWatch Alarm | orders-errors | eu-west-1 | Account: 123456789012', 'orders-errors'],
    ['*Triggered* #1234: ALARM: "orders-errors" in EU (Ireland)', 'orders-errors'],
    ['your Amazon CloudWatch Alarm "orders-errors" in the EU (Ireland) region', 'orders-errors'],
    ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-errors is in ALARM', 'orders-errors'],
    ['https://eu-west-1.console.aws.amazon.com/cloudwatch/home#alarmsV2:alarm/orders-errors?', 'orders-errors'],
    ['an alarm went off', undefined],
  ])('%s', (text, expected) => {
    expect(alarmIn(text)).toBe(expected)
  })
})

describe('the text of a message', () => {
  it('includes what other apps put into attachments and blocks', () => {
    const message = {
      text: '',
      attachments: [{ title: 'ALARM', fields: [{ title: 'FunctionName', value: 'orders' }] }],
      blocks: [
        { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'Errors' }] }] },
      ],
    }
    expect(messageText(message)).toBe('ALARM\nFunctionName\norders\nErrors')
  })

  it('of an alert by another bot names its resource, whichever way it is laid out', () => {
    const attached = {
      bot_id: 'B0DATADOG',
      text: '',
      attachments: [
        {
          color: '#a30200',
          title: 'CloudWatch Alarm | orders-errors | eu-west-1',
          fields: [
            { title: 'FunctionName', value: 'orders', short: true },
            { title: 'Metric', value: 'Errors', short: true },
          ],
        },
      ],
    }
    const inFields = {
      bot_id: 'B0AMAZONQ',
      text: '',
      attachments: [{ blocks: [{ type: 'section', fields: [{ type: 'mrkdwn', text: '*FunctionName*\norders' }] }] }],
    }
    expect(hintOf(messageText(attached))).toEqual({ name: 'orders', symptom: 'errors' })
    expect(hintOf(messageText(inFields)).name).toBe('orders')
  })

  it('is bounded, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (message) => {
        expect(messageText({ text: message, blocks: [message] }).length).toBeLessThanOrEqual(20_000)
      }),
    )
    expect(messageText({ text: 'x'.repeat(1e6) })).toHaveLength(20_000)
  })
})
