import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { worldOf } from '../../sandbox/scenarios.ts'
import type { SlackMessage } from '../../sandbox/slack/workspace.ts'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'
import { loadConfig } from '../../src/config/config.ts'

const deadlineMs = 5000
/** From the deadline to the posted card: judging, one edit, the progress message's own pace. */
const postingMs = 2500

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox({
    config: loadConfig({ limits: { deadlineSeconds: deadlineMs / 1000 } }),
    log: { info: () => undefined, error: () => undefined },
  })
})

afterEach(async () => {
  await sandbox.close()
})

/** Asks, and returns what everybody sees when the progress message has become something else. */
async function asked(command: string): Promise<{ tookMs: number; said: string }> {
  const askedAt = Date.now()
  await sandbox.slack.control.typeCommand(command)
  const fits = ({ text, user, thread_ts: thread }: SlackMessage) =>
    user === sandbox.slack.state.app.botUserId && thread === undefined && !text.startsWith('Looking')
  const card = await sandbox.slack.control.waitForMessage(fits, deadlineMs + 3 * postingMs)
  const tookMs = Date.now() - askedAt
  if (card.ephemeral_to === undefined) {
    const ends = ({ thread_ts: thread, text }: SlackMessage) => thread === card.ts && /Could not be checked/.test(text)
    await sandbox.slack.control.waitForMessage(ends, 2 * postingMs)
  }
  return { tookMs, said: JSON.stringify(sandbox.slack.control.thread(card.channel, card.ts)) }
}

describe('when AWS does not answer in time', () => {
  it('the report comes before anybody gives up, and says what is missing', async () => {
    sandbox.aws.setWorld({ ...worldOf('memory'), faults: [{ on: 'logs:*', stall: true }] })

    const { tookMs, said } = await asked('/aws why-errors checkout')

    expect(tookMs).toBeLessThan(deadlineMs + postingMs)
    expect(said).toContain('logs:FilterLogEvents')
    expect(said).toMatch(/reads? could not be made/)
    expect(said).toContain('The time for this answer ran out')
    expect(said).not.toContain('Every read this question needs was made')
    expect(said).not.toContain('lambda-oom`')
    expect(said).not.toContain('proven: the evidence leaves no other reading')
  })

  it('at all, a sentence says so and nothing is left that says “looking”', async () => {
    sandbox.aws.setWorld({ ...worldOf('memory'), faults: [{ on: '*', stall: true }] })

    const { tookMs, said } = await asked('/aws why-errors checkout')

    expect(tookMs).toBeLessThan(deadlineMs + postingMs)
    expect(said).not.toMatch(/Cause found|Likely cause|No failure seen|Recovered/)
    const looking = () => sandbox.slack.control.messages().filter(({ text }) => text.startsWith('Looking'))
    await expect.poll(looking, { timeout: postingMs }).toEqual([])
  })
})
