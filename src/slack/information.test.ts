import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Informed } from '../report/information/command.ts'
import type { Page } from '../report/information/page.ts'
import { type AppInTest, channel, only, startAppInTest } from './app-in-test.ts'

let app: AppInTest

beforeEach(async () => {
  app = await startAppInTest()
})

afterEach(async () => {
  await app.close()
})

const plain: Page = {
  tone: 'plain',
  title: 'Logs of function orders',
  lines: [{ kind: 'quote', text: '<!channel> password=hunter2secret' }],
  foot: ['account 123456789012 · eu-west-1'],
}

function shows(page: Page, command: string): Informed {
  return { kind: 'page', command, page, data: {} }
}

/** Answers every command with a page and keeps what was asked. */
function answersWith(page: Page): unknown[][] {
  const asked: unknown[][] = []
  app.inform = async (...given) => {
    asked.push(given)
    return shows(page, given[1].command)
  }
  return asked
}

describe('what a command shows', () => {
  it('stands in the channel, in the place of the progress message, redacted and inert', async () => {
    const asked = answersWith(plain)
    await app.typed('/aws logs orders ERROR last 15m')

    const message = only(app.slack.control.messages(channel))
    expect(message.text).toBe('Logs of function orders')
    expect(app.shown()).toContain('logs orders ERROR last 15m')
    expect(app.shown()).toContain('<!channel> password=[redacted]')
    expect(app.shown()).toContain('rich_text_preformatted')
    expect(app.shown()).not.toContain('hunter2')
    expect(asked[0]?.slice(0, 3)).toMatchObject([
      'logs',
      { name: 'orders', details: { pattern: 'ERROR' } },
      { door: 'slack', channel },
    ])
    expect(app.slack.control.refusals()).toEqual([])
  })

  it.each(['/aws logs orders private', '/aws explain lambda-oom', '/aws accounts', '/aws whoami'])(
    'is for the asker alone: %s',
    async (line) => {
      answersWith(plain)
      await app.typed(line)

      expect(app.slack.control.messages(channel)).toEqual([])
      expect(app.whispered()).toContain('Logs of function orders')
    },
  )

  it('goes on in the thread where it is too long for a message', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, index) => ({ kind: 'quote', text: `${index} ${'x'.repeat(600)}` }) as const,
    )
    answersWith({ ...plain, lines })
    await app.typed('/aws logs orders')

    const message = only(app.slack.control.messages(channel).filter(({ thread_ts: thread }) => thread === undefined))
    expect(JSON.stringify(app.slack.control.thread(channel, message.ts))).toContain('39 xxx')
    expect(app.slack.control.refusals()).toEqual([])
  })

  it('is told to the asker with what may have been meant, and leaves nothing behind', async () => {
    app.inform = async () => ({
      kind: 'refused',
      sentence: 'Nothing called “ordrs” was found.',
      nearMisses: ['orders'],
      fault: 'question',
    })
    await app.typed('/aws metrics ordrs')

    expect(app.slack.control.messages(channel)).toEqual([])
    expect(app.whispered()).toContain('metrics orders')
  })

  it('that broke is said with a reference, and logged once', async () => {
    app.inform = async () => {
      throw new Error('boom')
    }
    await app.typed('/aws alarms')

    expect(app.shown()).toContain('could not finish')
    expect(app.logged).toEqual([expect.stringContaining('boom')])
  })
})

describe('a chart', () => {
  const charted: Page = {
    ...plain,
    title: 'Metrics of function orders',
    charts: [
      {
        title: 'What fails',
        categories: ['10:00', '10:03'],
        unit: 'count',
        series: [{ name: 'Errors', values: [0, 12] }],
      },
    ],
  }

  it('is Slack’s own', async () => {
    answersWith(charted)
    await app.typed('/aws metrics orders')

    expect(app.shown()).toContain('data_visualization')
    expect(app.slack.control.refusals()).toEqual([])
  })

  it('is left out where the workspace refuses it, and the words stay', async () => {
    answersWith(charted)
    app.slack.control.fault({ method: 'chat.update', kind: 'refused', error: 'invalid_blocks', times: 1 })
    await app.typed('/aws metrics orders')

    expect(app.shown()).toContain('Metrics of function orders')
    expect(app.shown()).toContain('does not show charts')
    expect(app.shown()).not.toContain('data_visualization')
    expect(app.logged).toEqual([])
  })
})

describe('an offered line', () => {
  it('is asked in the thread of the page, which stays', async () => {
    answersWith({
      ...plain,
      title: '1 alarm fires',
      offers: [{ label: 'Diagnose orders-errors', line: 'why-errors orders' }],
    })
    await app.typed('/aws alarms')
    const message = only(app.slack.control.messages(channel))
    await app.slack.control.click({ place: message, actionId: 'run_line:0' })
    await app.server.idle()

    expect(app.asked).toMatchObject([{ symptom: 'errors', name: 'orders' }])
    expect(app.shown()).toContain('1 alarm fires')
    expect(app.slack.control.thread(channel, message.ts).length).toBeGreaterThan(1)
  })
})

describe('the accounts of a channel', () => {
  const accounts = {
    prod: { id: '210987654321', regions: ['eu-west-1'] },
    secret: { id: '310987654321', regions: ['eu-west-1'] },
  }

  it('hold for commands as for questions', async () => {
    await app.close()
    app = await startAppInTest({ accounts, channels: { [channel]: { accounts: ['prod'] } } })
    const asked = answersWith(plain)

    await app.typed('/aws logs orders in secret')
    await app.typed('/aws alarms secret')
    expect(app.whispered()).toContain('may not ask about')
    expect(asked).toEqual([])

    await app.typed('/aws logs orders')
    await app.typed('/aws alarms')
    expect(asked.map(([, request, asker]) => [request, asker])).toMatchObject([
      [{ account: 'prod' }, { accounts: ['prod'] }],
      [{ name: '' }, { accounts: ['prod'] }],
    ])
  })

  it('are none where the channel is not listed', async () => {
    await app.close()
    app = await startAppInTest({ accounts, channels: { C0ELSEWHERE: { accounts: ['prod'] } } })
    const asked = answersWith(plain)

    await app.typed('/aws logs orders')
    expect(app.whispered()).toContain('may not ask about any account')
    await app.typed('/aws accounts')
    expect(asked.map(([name, , asker]) => [name, asker])).toMatchObject([['accounts', { accounts: [] }]])
  })
})

it('every verb has help that Slack takes, with what it reads', async () => {
  await app.typed('/aws help')
  for (const verb of ['logs', 'metrics', 'changes', 'alarms', 'explain', 'accounts', 'whoami'])
    await app.typed(`/aws help ${verb}`)

  expect(app.whispered()).toContain('DescribeLogGroups, FilterLogEvents')
  expect(app.whispered()).toContain('`cloudwatch:` DescribeAlarms')
  expect(app.slack.control.refusals()).toEqual([])
})
