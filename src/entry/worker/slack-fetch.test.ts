import { describe, expect, it } from 'vitest'
import { noticingRefusal, slackOnly } from './slack-fetch.ts'

const answering = (body: string) => async () => new Response(body)

describe('the worker sends to Slack', () => {
  const sent: string[] = []
  const fetch = slackOnly(async (address) => {
    sent.push(String(address))
    return new Response('ok')
  })

  it.each([
    'https://slack.com/api/chat.postMessage',
    'https://hooks.slack.com/commands/T1/2/3',
    'https://files.slack.com/upload/v1/abc',
    'https://hooks.slack-gov.com/actions/T1/2/3',
  ])('at %s', async (address) => {
    expect((await fetch(address)).ok).toBe(true)
    expect(sent.at(-1)).toBe(address)
  })

  it.each([
    'http://hooks.slack.com/commands/T1/2/secret',
    'https://hooks.slack.com:8443/secret',
    'https://hooks.slack.com.evil.example/secret',
    'https://evilslack.com/secret',
    'https://hooks.slack.com@169.254.169.254/secret',
    'http://169.254.169.254/latest/meta-data/secret',
    'http://127.0.0.1:9001/2018-06-01/runtime/secret',
    'https://[::1]/secret',
    'file:///etc/secret',
  ])('and never to %s, whose path no error quotes', async (address) => {
    const before = sent.length
    const refusal = await Promise.resolve(fetch(address)).catch((error: Error) => error.message)

    expect(refusal).toContain('is not Slack’s')
    expect(refusal).not.toContain('secret')
    expect(sent).toHaveLength(before)
  })
})

describe('a token that Slack no longer takes', () => {
  it.each([
    ['{"ok":false,"error":"token_revoked"}', 1],
    ['{"ok":false,"error":"invalid_auth"}', 1],
    ['{"ok":true,"ts":"1.1"}', 0],
    ['{"ok":false,"error":"channel_not_found"}', 0],
  ])('is noticed in %s', async (body, times) => {
    let refused = 0
    const fetch = noticingRefusal(answering(body), () => {
      refused += 1
    })
    const response = await fetch('https://slack.com/api/auth.test')

    expect(await response.text()).toBe(body)
    expect(refused).toBe(times)
  })
})
