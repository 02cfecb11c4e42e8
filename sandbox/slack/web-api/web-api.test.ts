import { WebClient } from '@slack/web-api'
import { afterEach, describe, expect, it } from 'vitest'
import { type RunningSlack, type SlackOptions, startSlack } from '../server.ts'

const botToken = 'xoxb-sandbox'
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } })

let slack: RunningSlack

async function start(options: Partial<SlackOptions> = {}): Promise<void> {
  slack = await startSlack({ signingSecret: 'a-signing-secret', botToken, ...options })
}

afterEach(() => slack.close())

describe('the Web API under the real client', () => {
  const channel = 'C0INCIDENT'
  const clientOf = () =>
    new WebClient(botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 1, minTimeout: 1 } })
  const errorOf = (call: Promise<unknown>) =>
    call.then(
      () => 'taken',
      (error) => error.data?.error ?? error.code,
    )

  it('keeps a client waiting for Retry-After', async () => {
    await start()
    slack.control.fault({ method: 'chat.postMessage', kind: 'rate_limited', retryAfterSeconds: 1, times: 1 })
    const started = Date.now()
    await clientOf().chat.postMessage({ channel, text: 'at last' })
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000)
    expect(slack.control.calls('chat.postMessage').map((call) => call.status)).toEqual([429, 200])
  })

  it('fails, hangs and refuses on request', async () => {
    await start()
    slack.control.fault({ method: 'chat.postMessage', kind: 'http_error', status: 500, times: 1 })
    await clientOf().chat.postMessage({ channel, text: 'second try' })
    slack.control.fault({ method: 'chat.update', kind: 'timeout' })
    const hasty = new WebClient(botToken, { slackApiUrl: slack.apiUrl, timeout: 40, retryConfig: { retries: 0 } })
    expect(await errorOf(hasty.chat.update({ channel, ts: '1.1', text: 'x' }))).toBe('slack_webapi_request_error')
    slack.control.fault({ method: '*', kind: 'refused', error: 'account_inactive', times: 1 })
    expect(await errorOf(clientOf().auth.test())).toBe('account_inactive')
    expect(await errorOf(clientOf().auth.test())).toBe('taken')
  })

  it('answers with the codes of Slack', async () => {
    await start({
      channels: [
        { id: channel, name: 'incidents', members: ['U0ADA00000', 'U0FIRSTLOOK'] },
        { id: 'C0OTHER000', name: 'other', members: ['U0ADA00000'] },
        { id: 'C0OLD00000', name: 'old', isArchived: true, members: ['U0FIRSTLOOK'] },
      ],
    })
    const client = clientOf()
    const post = (fields: object) => errorOf(client.chat.postMessage({ channel, text: 'x', ...fields }))
    expect(await post({ channel: 'C0NOWHERE0' })).toBe('channel_not_found')
    expect(await post({ channel: 'C0OTHER000' })).toBe('not_in_channel')
    expect(await post({ channel: 'C0OLD00000' })).toBe('is_archived')
    expect(await post({ channel: '#incidents' })).toBe('taken')
    expect(await post({ text: '' })).toBe('no_text')
    expect(await post({ text: 'x'.repeat(40_001) })).toBe('msg_too_long')
    expect(await post({ blocks: Array(51).fill({ type: 'divider' }) })).toBe('invalid_blocks')
    expect(await post({ blocks: Array(5).fill(section('x'.repeat(2800))) })).toBe('msg_blocks_too_long')
    expect(await post({ thread_ts: '1.1' })).toBe('thread_not_found')
    expect(await errorOf(client.chat.update({ channel, ts: '1.1', text: 'x' }))).toBe('message_not_found')
    const mine = await client.chat.postMessage({ channel, text: 'mine' })
    const update = (text: string) => errorOf(client.chat.update({ channel, ts: String(mine.ts), text }))
    expect(await update('x'.repeat(4000))).toBe('taken')
    expect(await update('&'.repeat(1001))).toBe('msg_too_long')
    const theirs = await slack.control.say('theirs')
    expect(await errorOf(client.chat.delete({ channel, ts: theirs.ts }))).toBe('cant_delete_message')
    expect(
      await errorOf(client.views.open({ trigger_id: 'no', view: { type: 'modal', title: plain('a'), blocks: [] } })),
    ).toBe('invalid_trigger_id')
    expect(await errorOf(client.apiCall('chat.sing'))).toBe('unknown_method')
    expect(await errorOf(new WebClient('xoxb-no', { slackApiUrl: slack.apiUrl }).auth.test())).toBe('invalid_auth')
    expect(await errorOf(new WebClient(undefined, { slackApiUrl: slack.apiUrl }).auth.test())).toBe('not_authed')
  })

  it('says where the fault lies', async () => {
    await start()
    const call = clientOf().chat.postMessage({ channel, text: 'x', blocks: [section('')] })
    await expect(call).rejects.toMatchObject({
      data: {
        response_metadata: { messages: ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'] },
      },
    })
  })

  it('stores files, canvases, reactions, groups and schedules', async () => {
    await start()
    const client = clientOf()
    const root = await client.chat.postMessage({ channel, text: 'root' })
    await client.files.uploadV2({
      channel_id: channel,
      thread_ts: String(root.ts),
      filename: 'a.txt',
      content: 'hällo',
    })
    const [, reply] = slack.control.thread(channel, String(root.ts))
    expect(await (await fetch(String(reply?.files?.[0]?.url_private))).text()).toBe('hällo')
    const canvas = await client.canvases.create({
      title: 'Handoff',
      document_content: { type: 'markdown', markdown: '# A' },
    })
    expect(slack.state.canvases.get(String(canvas.canvas_id))?.markdown).toBe('# A')
    await client.reactions.add({ channel, timestamp: String(root.ts), name: 'eyes' })
    const { message } = await client.reactions.get({ channel, timestamp: String(root.ts) })
    expect(message?.reactions).toMatchObject([{ name: 'eyes', count: 1 }])
    await client.usergroups.users.update({ usergroup: 'S0ONCALL00', users: 'U0PRIYA000' })
    expect((await client.usergroups.users.list({ usergroup: 'S0ONCALL00' })).users).toEqual(['U0PRIYA000'])
    const later = Math.floor(Date.now() / 1000) + 60
    await client.chat.scheduleMessage({ channel, text: 'later', post_at: later })
    expect((await client.chat.scheduledMessages.list()).scheduled_messages).toMatchObject([{ text: 'later' }])
    await client.assistant.threads.setStatus({ channel_id: channel, thread_ts: String(root.ts), status: 'is looking…' })
    expect([...slack.state.statuses.values()]).toMatchObject([{ status: 'is looking…' }])
    await client.chat.postMessage({ channel, thread_ts: String(root.ts), text: 'done' })
    expect(slack.state.statuses.size).toBe(0)
  })

  it('reads back what was written, metadata on request, ephemeral never', async () => {
    await start()
    const client = clientOf()
    const metadata = { event_type: 'report', event_payload: { dedupe: 'k1' } }
    const root = await client.chat.postMessage({ channel, text: 'root', metadata })
    await client.chat.postMessage({ channel, text: 'reply', thread_ts: String(root.ts) })
    await client.chat.postEphemeral({ channel, user: 'U0ADA00000', text: 'psst' })
    const history = await client.conversations.history({ channel, include_all_metadata: true })
    expect(history.messages).toMatchObject([{ text: 'root', reply_count: 1, metadata }])
    const replies = await client.conversations.replies({ channel, ts: String(root.ts) })
    expect(replies.messages?.map((message) => message.text)).toEqual(['root', 'reply'])
    expect(replies.messages?.[0]).not.toHaveProperty('metadata')
  })
})
