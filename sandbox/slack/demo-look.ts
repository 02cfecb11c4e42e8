import { startSlackWithApp } from './bolt-app.ts'

const plain = (text) => ({ type: 'plain_text', text })
const section = (text, extra = {}) => ({ type: 'section', text: { type: 'mrkdwn', text }, ...extra })
export async function demo() {
  const { slack, app, close } = await startSlackWithApp({
    commands: [
      {
        command: '/aws',
        description: 'Take a first look at an AWS incident',
        usageHint: '[verb] [resource]',
        verbs: [
          { verb: 'why-502', usage: 'orders-api', description: 'Bad gateway: what answered badly' },
          { verb: 'why-504', usage: 'orders-api', description: 'Gateway timeout: what was too slow' },
          { verb: 'why-timeout', usage: 'orders-fn', description: 'Function timeouts' },
          { verb: 'help', description: 'What I can do' },
        ],
      },
    ],
    shortcuts: [{ callbackId: 'diagnose_message', name: 'Diagnose this' }],
    scenarios: [
      {
        id: 's1',
        title: 'Payment calls run past the timeout',
        symptom: 'POST /orders answers 504',
        suggestedCommand: '/aws why-504 orders-api',
        description: 'A dependency slowed down after this morning’s release.',
      },
      {
        id: 's2',
        title: 'A response Lambda proxy cannot read',
        symptom: 'POST /orders answers 502',
        suggestedCommand: '/aws why-502 orders-api',
        description: 'The new version returns its body as an object.',
      },
      {
        id: 's3',
        title: 'Nothing is wrong',
        symptom: 'Somebody says it is slow',
        suggestedCommand: '/aws why-502 catalog-api',
        description: 'A healthy system. The honest answer is that nothing is broken.',
      },
    ],
    onScenario: async () => {},
  })
  app.command('/aws', async ({ ack, client, command }) => {
    await ack()
    if (command.text === 'help') {
      return
    }
    const now = Math.floor(Date.now() / 1000)
    const root = await client.chat.postMessage({ channel: command.channel_id, text: 'Looking…' })
    await client.chat.update({
      channel: command.channel_id,
      ts: root.ts,
      text: 'Cause found',
      attachments: [
        {
          color: '#a30200',
          blocks: [
            section(':rotating_light: *Firing* · `orders-api` answers 502 on `POST /orders`'),
            section(
              '*orders-fn returns a body that is not a string*, so API Gateway calls the response malformed. Proven by 214 log lines since <!date^' +
                (now - 900) +
                '^{time}|x>.',
            ),
            {
              type: 'context',
              elements: [
                {
                  type: 'mrkdwn',
                  text:
                    'Account *prod* `111122223333` · eu-west-1 · since <!date^' +
                    (now - 900) +
                    '^{time} ({ago})|x> · owner <@U0PRIYA000>',
                },
              ],
            },
            {
              type: 'actions',
              elements: [
                { type: 'button', style: 'primary', text: plain('Ack'), action_id: 'ack' },
                { type: 'button', text: plain('Re-check'), action_id: 'recheck' },
                {
                  type: 'static_select',
                  placeholder: plain('Snooze'),
                  action_id: 'snooze',
                  options: ['15 minutes', '1 hour', 'until morning'].map((v, i) => ({
                    text: plain(v),
                    value: String(i),
                  })),
                },
                { type: 'button', text: plain('Fix steps'), action_id: 'fix' },
                {
                  type: 'button',
                  text: plain('Delete'),
                  style: 'danger',
                  action_id: 'del',
                  confirm: {
                    title: plain('Sure?'),
                    text: plain('This goes away.'),
                    confirm: plain('Delete'),
                    deny: plain('Keep'),
                    style: 'danger',
                  },
                },
                {
                  type: 'overflow',
                  action_id: 'more',
                  options: ['Assign', 'Hand over', 'Mute'].map((v) => ({ text: plain(v), value: v })),
                },
              ],
            },
            {
              type: 'context',
              elements: [
                { type: 'mrkdwn', text: '`apigw-malformed-proxy-response` · proven · 1.4 s · 17 reads · $0.0003' },
              ],
            },
          ],
        },
      ],
    })
    const reply = (text, blocks) =>
      client.chat.postMessage({ channel: command.channel_id, thread_ts: root.ts, text, ...(blocks && { blocks }) })
    await reply('cause', [
      { type: 'header', text: plain('Cause and chain') },
      section('`GET /orders` → *prod* stage → `orders-fn:live` → returns `{"statusCode":200,"body":{…}}`'),
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_preformatted',
            elements: [
              {
                type: 'text',
                text: 'Execution failed due to configuration error: Malformed Lambda proxy response\n<script>alert(1)</script>',
              },
            ],
          },
        ],
      },
    ])
    await reply('evidence', [
      { type: 'header', text: plain('Evidence') },
      section(
        '5XXError: *214* in 15 min, 0 before <https://console.aws.amazon.com/x|CloudWatch>\n```aws logs filter-log-events --log-group-name API-Gateway-Execution-Logs_a1b2c3/prod --filter-pattern "Malformed"```',
      ),
      {
        type: 'data_visualization',
        title: '5XX per minute',
        chart: {
          type: 'line',
          series: [
            {
              name: '5XX',
              data: Array.from({ length: 12 }, (_, i) => ({
                label: `14:${String(i * 5).padStart(2, '0')}`,
                value: i < 6 ? 0 : 10 + ((i * 7) % 5),
              })),
            },
          ],
          axis_config: { categories: Array.from({ length: 12 }, (_, i) => `14:${String(i * 5).padStart(2, '0')}`) },
        },
      },
      {
        type: 'table',
        rows: [
          ['When', 'Who', 'What'],
          ['14:02', 'ci-deployer', 'UpdateFunctionCode orders-fn'],
        ].map((r) => r.map((text) => ({ type: 'raw_text', text }))),
      },
      section('*Ruled out*', {
        fields: [
          'Throttling\n0 throttles',
          'Timeout\nlongest 812 ms',
          'Permission\nintegration may invoke',
          'Authorizer\nnone',
        ].map((text) => ({ type: 'mrkdwn', text })),
      }),
      section('Hostile: <javascript:alert(1)|click me> <!channel> &lt;b&gt;bold&lt;/b&gt;', {
        accessory: { type: 'overflow', action_id: 'o2', options: [{ text: plain('Copy'), value: 'c' }] },
      }),
    ])
    await client.assistant.threads.setStatus({
      channel_id: command.channel_id,
      thread_ts: root.ts,
      status: 'is checking the alias…',
    })
    await client.chat.postEphemeral({
      channel: command.channel_id,
      user: command.user_id,
      text: 'Only you see this: `prod` was assumed. Say `in staging` for another account.',
    })
  })
  app.action('fix', async ({ ack, body, client }) => {
    await ack()
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'f',
        title: plain('Hand over'),
        submit: plain('Hand over'),
        close: plain('Cancel'),
        blocks: [
          section('Who takes *orders-api* from here?'),
          {
            type: 'input',
            block_id: 'who',
            label: plain('Person'),
            element: { type: 'users_select', action_id: 'u', placeholder: plain('Choose someone') },
          },
          {
            type: 'input',
            block_id: 'note',
            label: plain('Note'),
            hint: plain('They read this first.'),
            element: { type: 'plain_text_input', action_id: 'n', multiline: true },
          },
          {
            type: 'input',
            block_id: 'opts',
            optional: true,
            label: plain('Also'),
            element: {
              type: 'checkboxes',
              action_id: 'c',
              options: [
                { text: plain('Page them'), value: 'p', description: plain('Wakes them up') },
                { text: plain('Keep me in the thread'), value: 'k' },
              ],
            },
          },
          {
            type: 'input',
            block_id: 'when',
            label: plain('From'),
            element: { type: 'timepicker', action_id: 't', initial_time: '08:00' },
          },
        ],
      },
    })
  })
  app.view('f', async ({ ack }) => ack({ response_action: 'errors', errors: { note: 'Say what you have tried.' } }))
  for (const id of ['ack', 'recheck', 'snooze', 'more', 'del'])
    app.action(id, async ({ ack }) => {
      await ack()
    })
  app.event('app_mention', async () => {})
  app.message(async () => {})
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab === 'home')
      await client.views.publish({
        user_id: event.user,
        view: {
          type: 'home',
          blocks: [
            { type: 'header', text: plain('Good morning, Ada') },
            section('*1 open incident* · you are on call until 08:00'),
            { type: 'divider' },
            section(':red_circle: `orders-api` 502 since 14:30', {
              accessory: { type: 'button', text: plain('Open'), action_id: 'ack' },
            }),
          ],
        },
      })
  })
  await slack.control.say('Customers report failed orders since about half past. Anyone looking?', {
    user: 'U0PRIYA000',
  })
  return { slack, close }
}
