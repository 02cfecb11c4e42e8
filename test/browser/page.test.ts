import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SlackWithApp, startSlackWithApp } from '../../sandbox/slack/bolt-app.ts'
import { addMessage } from '../../sandbox/slack/messages.ts'
import { preparePage } from '../../sandbox/slack/page-files.ts'
import { browserScene, counts, fits, namesEveryControl } from './browser-scene.ts'

const channel = 'C0INCIDENT'
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } })

let setOff: string[]
beforeAll(preparePage)

const scene = browserScene(async () => {
  setOff = []
  const running = await startSlackWithApp({
    commands: [
      {
        command: '/aws',
        description: 'Take a first look',
        verbs: [
          { verb: 'why-502', usage: 'orders-api', description: 'Bad gateway' },
          { verb: 'why-504', usage: 'orders-api', description: 'Gateway timeout' },
        ],
      },
    ],
    shortcuts: [{ callbackId: 'diagnose_message', name: 'Diagnose this' }],
    scenarios: [
      {
        id: 'malformed',
        title: 'A body that is no string',
        symptom: 'POST /orders answers 502',
        suggestedCommand: '/aws why-502 orders-api',
        description: 'The new version returns an object.',
      },
    ],
    onScenario: (id) => {
      setOff.push(id)
    },
  })
  listen(running)
  return running
})
beforeEach(() => scene.open())

/** A tiny app: an answer with a thread, a button that opens a modal, and a modal that is not easily pleased. */
function listen({ app }: SlackWithApp): void {
  app.command('/aws', async ({ ack, client, command }) => {
    await ack()
    const root = await client.chat.postMessage({
      channel: command.channel_id,
      text: `Looked at ${command.text}`,
      blocks: [
        section(`Looked at \`${command.text}\``),
        {
          type: 'actions',
          elements: [
            { type: 'button', text: plain('Hand over'), action_id: 'hand_over' },
            {
              type: 'overflow',
              action_id: 'more',
              options: ['Mute', 'Export'].map((name) => ({ text: plain(name), value: name })),
            },
          ],
        },
      ],
    })
    await client.chat.postMessage({ channel: command.channel_id, thread_ts: String(root.ts), text: 'The evidence' })
  })
  app.action('hand_over', async ({ ack, client, body }) => {
    await ack()
    const { trigger_id } = body as { trigger_id: string }
    const note = { type: 'plain_text_input' as const, action_id: 'text' }
    await client.views.open({
      trigger_id,
      view: {
        type: 'modal',
        callback_id: 'handoff',
        title: plain('Hand over'),
        submit: plain('Send'),
        blocks: [
          {
            type: 'input',
            block_id: 'who',
            label: plain('Person'),
            element: { type: 'users_select', action_id: 'id', placeholder: plain('Choose someone') },
          },
          { type: 'input', block_id: 'note', label: plain('Note'), element: note },
        ],
      },
    })
  })
  app.view('handoff', async ({ ack, view, client, body }) => {
    const { who, note } = view.state.values
    if (note?.text?.value === 'x') return ack({ response_action: 'errors', errors: { note: 'Say more.' } })
    await ack()
    const text = `${who?.id?.selected_user} reads: ${note?.text?.value}`
    await client.chat.postEphemeral({ channel, user: body.user.id, text })
  })
  app.action('more', async ({ ack, respond, action }) => {
    await ack()
    const { selected_option } = action as { selected_option: { value: string } }
    await respond({ text: `You chose ${selected_option.value}`, replace_original: false })
  })
  app.shortcut('diagnose_message', async ({ ack, client, shortcut }) => {
    await ack()
    if (shortcut.type !== 'message_action') return
    await client.chat.postMessage({ channel, thread_ts: shortcut.message_ts, text: 'Diagnosed' })
  })
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('Good morning')] } })
  })
}

describe('the page', () => {
  it('leads from an incident to an answer, its thread, a modal and its submission', async () => {
    await scene.page.getByRole('note').getByText('nothing here is real').waitFor()
    await scene.page.getByRole('button', { name: /A body that is no string/ }).click()
    await scene.page.getByRole('button', { name: /Type it/ }).click()
    const composer = scene.page.getByRole('combobox', { name: 'Message #incidents' })
    await expect.poll(() => composer.inputValue()).toBe('/aws why-502 orders-api')
    expect(setOff).toEqual(['malformed'])
    await composer.press('Enter')
    await scene.page.getByRole('button', { name: /1 reply/ }).click()
    await scene.page.getByRole('complementary', { name: 'Thread' }).getByText('The evidence').waitFor()

    await scene.page.getByRole('main').getByRole('button', { name: 'Hand over' }).click()
    const modal = scene.page.getByRole('dialog', { name: 'Hand over' })
    await modal.getByRole('button', { name: 'Send' }).click()
    await modal.getByRole('alert').nth(1).waitFor()
    expect(await modal.getByRole('alert').allInnerTexts()).toEqual(
      Array(2).fill('Please complete this required field.'),
    )
    await modal.getByRole('button', { name: /Person/ }).click()
    await modal.getByRole('option', { name: /Priya/ }).click()
    await modal.getByRole('textbox', { name: 'Note' }).fill('x')
    await modal.getByRole('button', { name: 'Send' }).click()
    await modal.getByText('Say more.').waitFor()
    await modal.getByRole('textbox', { name: 'Note' }).fill('it is the alias')
    await modal.getByRole('button', { name: 'Send' }).click()
    await modal.waitFor({ state: 'detached' })
    await scene.page.getByText('U0PRIYA000 reads: it is the alias').waitFor()
    await counts(scene.page.getByText('Only visible to you'), 1)
  })

  it('is used by keyboard alone: completion, menus, shortcuts', async () => {
    const composer = scene.page.getByRole('combobox', { name: 'Message #incidents' })
    await composer.focus()
    await scene.page.keyboard.type('/a')
    await scene.page.keyboard.press('Tab')
    await scene.page.keyboard.type('why')
    await scene.page.keyboard.press('ArrowDown')
    await scene.page.keyboard.press('Enter')
    await expect.poll(() => composer.inputValue()).toBe('/aws why-504 ')
    await scene.page.keyboard.type('orders-api')
    await scene.page.keyboard.press('Enter')
    await scene.page.getByText('Looked at').waitFor()

    await scene.page.getByRole('button', { name: 'More actions' }).focus()
    await scene.page.keyboard.press('Enter')
    await scene.page.keyboard.press('ArrowDown')
    await scene.page.keyboard.press('Enter')
    await scene.page.getByText('You chose Export').waitFor()

    const root = scene.page.getByRole('article').first()
    await root.focus()
    await root.getByRole('button', { name: 'More message actions' }).focus()
    await scene.page.keyboard.press('Enter')
    await scene.page.keyboard.press('Enter')
    await scene.page.getByRole('button', { name: /2 replies/ }).waitFor()
  })

  it('shows the Home tab and live changes', async () => {
    await scene.page.getByRole('button', { name: 'Firstlook', exact: true }).click()
    await scene.page.getByRole('tab', { name: 'Home' }).click()
    await scene.page.getByText('Good morning').waitFor()
    await scene.served.slack.control.say('elsewhere', { channel: 'C0GENERAL0', user: 'U0PRIYA000' })
    await scene.page.getByRole('button', { name: 'general, 1 unread' }).click()
    await scene.page.getByText('elsewhere').waitFor()
  })

  it('names every control', async () => {
    await scene.served.slack.control.typeCommand('/aws why-502 orders-api')
    await scene.page.getByRole('button', { name: /1 reply/ }).click()
    await namesEveryControl(scene.page)
  })
})

describe('what messages contain', () => {
  const hostile =
    '<script>window.pwned = 1</script> <img src=x onerror="window.pwned = 1"> <javascript:pwned=1|press me>'

  it('never runs', async () => {
    const { app, slack } = scene.served
    const post = (blocks: object[]) =>
      app.client.apiCall('chat.postMessage', { token: 'xoxb-sandbox', channel, text: hostile, blocks })
    await app.client.chat.postMessage({ token: 'xoxb-sandbox', channel, text: hostile })
    await post([section(hostile), { type: 'header', text: plain(hostile) }])
    await post([{ type: 'markdown', text: `${hostile} [press me](javascript:pwned=1)` }])
    const text = { type: 'text', text: hostile }
    await post([{ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [text] }] }])
    await post([{ type: 'table', rows: [[{ type: 'raw_text', text: hostile }]] }])
    await post([{ type: 'image', image_url: 'https://elsewhere.example/x.png', alt_text: 'a graph' }])
    await scene.page.getByText('Picture: a graph').waitFor()
    expect(slack.control.messages(channel)).toHaveLength(6)
    await scene.page.getByText('<script>window.pwned = 1</script>').nth(5).waitFor()
    for (const link of await scene.page.getByText('press me', { exact: true }).all()) await link.click()
    expect(await scene.page.locator('a[href^="javascript"]').count()).toBe(0)
    expect(await scene.page.evaluate(() => 'pwned' in window)).toBe(false)
  })

  it('is shown even where the page does not know it', async () => {
    const { state } = scene.served.slack
    const blocks = [{ type: 'hologram', depth: 3 }]
    addMessage(state, { type: 'message', channel, ts: state.nextTs(), text: '', user: 'U0PRIYA000', blocks })
    await scene.page.getByText('hologram').first().waitFor()
  })
})

describe('its looks', () => {
  it('follows the system, the toggle and the width', async () => {
    await scene.served.slack.control.typeCommand('/aws why-502 orders-api')
    const look = async (name: string) => {
      await scene.page.getByText('Looked at').waitFor()
      const path = join(scene.looks, `${name}.png`)
      await scene.page.screenshot({ path })
      expect((await stat(path)).size).toBeGreaterThan(10_000)
      return scene.page.evaluate(() => getComputedStyle(document.querySelector('main') as Element).backgroundColor)
    }
    expect(await look('light')).toBe('rgb(255, 255, 255)')
    await scene.page.getByRole('button', { name: 'Use the dark theme' }).click()
    expect(await look('dark')).toBe('rgb(26, 29, 33)')
    await scene.open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
    expect(await look('narrow')).toBe('rgb(26, 29, 33)')
    await fits(scene.page)
    await scene.page.getByRole('button', { name: 'Channels' }).click()
    await scene.page.getByRole('button', { name: 'general' }).click()
    await scene.page.getByRole('combobox', { name: 'Message #general' }).waitFor()
  })
})
