import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Progress } from '../report/answer.ts'
import { blockFaults } from '../report/slack-limits.ts'
import { progressMessage, startProgress } from './progress.ts'

interface Edit {
  readonly at: number
  readonly body: string
}

const edits: Edit[] = []
let failing = 0
let slowMs = 0

/** A Slack that notes when it was asked to edit. */
async function fakeFetch(url: string | URL, init?: { body?: unknown }) {
  const isEdit = String(url).endsWith('chat.update')
  if (isEdit) edits.push({ at: Date.now(), body: decodeURIComponent(String(init?.body)) })
  if (isEdit && slowMs > 0) await new Promise((resume) => setTimeout(resume, slowMs))
  if (isEdit && failing-- > 0) return new Response(JSON.stringify({ ok: false, error: 'fatal_error' }))
  return new Response(JSON.stringify({ ok: true, ts: '1.1' }))
}

const client = new WebClient('xoxb-test', { fetch: fakeFetch, retryConfig: { retries: 0 } })
const venue = { client, channel: 'C1', user: 'U1', isPrivate: false }
const state = (readsDone: number): Progress => ({
  step: `read ${readsDone}`,
  readsDone,
  readsStarted: 50,
  causesDecided: 0,
  causesTotal: 40,
})
const done = { text: 'the card', blocks: [] }

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  edits.length = 0
  failing = 0
  slowMs = 0
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a progress message', () => {
  it('is edited at most once a second, and is never more than two seconds behind', async () => {
    const progress = await startProgress(venue, 'why-502 orders-api', Date.now)
    for (let step = 1; step <= 50; step++) {
      progress.update(state(step))
      await vi.advanceTimersByTimeAsync(100)
      const shown = edits.at(-1)
      if (Date.now() > 1_002_000) expect(Date.now() - (shown?.at ?? 0)).toBeLessThanOrEqual(2000)
    }
    await vi.advanceTimersByTimeAsync(2000)
    const gaps = edits.slice(1).map(({ at }, index) => at - (edits[index]?.at ?? 0))
    expect(edits.length).toBeGreaterThanOrEqual(5)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000)
    expect(edits.at(-1)?.body).toContain('50 of 50')
  })

  it('shows the first thing seen at once, and what comes after at Slack’s pace', async () => {
    const progress = await startProgress(venue, 'why-502 orders-api', Date.now)
    progress.update(state(1))
    await vi.advanceTimersByTimeAsync(300)
    progress.update({ ...state(2), seen: 'orders-api: 5XXError: 37 of 1,215 requests' })
    await vi.advanceTimersByTimeAsync(1)
    expect(edits).toHaveLength(1)
    expect(edits[0]?.body).toContain('37 of 1,215 requests')
    progress.update({ ...state(3), seen: 'orders-api: 5XXError: 38 of 1,215 requests' })
    await vi.advanceTimersByTimeAsync(900)
    expect(edits).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(edits[1]?.body).toContain('38 of 1,215 requests')
  })

  it('tells at once what the name means, and then what was seen, in this order', async () => {
    slowMs = 300
    const progress = await startProgress(venue, 'why-502 orders-api', Date.now)
    progress.update({ ...state(1), subject: 'REST API orders-api (a1b2c3d4e5), stage prod' })
    await vi.advanceTimersByTimeAsync(50)
    progress.update({
      ...state(2),
      subject: 'REST API orders-api (a1b2c3d4e5), stage prod',
      seen: 'orders-api: 5XXError: 37 of 1,215 requests',
    })
    await vi.advanceTimersByTimeAsync(700)
    expect(edits).toHaveLength(2)
    expect(edits[0]?.body).toContain('stage prod')
    expect(edits[0]?.body).not.toContain('37 of 1,215')
    expect(edits[1]?.body).toContain('37 of 1,215 requests')
    expect((edits[1]?.at ?? 0) - (edits[0]?.at ?? 0)).toBeGreaterThanOrEqual(300)
  })

  it('does not edit when nothing changed', async () => {
    const progress = await startProgress(venue, 'why-502 orders-api', Date.now)
    progress.update(state(1))
    await vi.advanceTimersByTimeAsync(5000)
    progress.update(state(1))
    await vi.advanceTimersByTimeAsync(5000)
    expect(edits).toHaveLength(1)
  })

  it('lets no late edit overwrite the answer', async () => {
    slowMs = 700
    const progress = await startProgress(venue, 'why-502 orders-api', Date.now)
    progress.update(state(1))
    await vi.advanceTimersByTimeAsync(1100)
    progress.update(state(2))
    const finished = progress.finish(done)
    await vi.advanceTimersByTimeAsync(5000)
    await finished
    progress.update(state(3))
    await vi.advanceTimersByTimeAsync(5000)
    expect(edits.at(-1)?.body).toContain('the card')
  })

  it('goes on after an edit that failed', async () => {
    failing = 1
    const progress = await startProgress(venue, 'why-502 orders-api', Date.now)
    progress.update(state(1))
    await vi.advanceTimersByTimeAsync(1500)
    progress.update(state(2))
    await vi.advanceTimersByTimeAsync(1500)
    expect(edits).toHaveLength(2)
    expect(edits[1]?.body).toContain('2 of 50')
  })

  it('is taken by Slack whatever it says', () => {
    const hostile = { ...state(1), step: `<!channel> ${'x'.repeat(9000)}`, seen: `<!here> ${'y'.repeat(9000)}` }
    for (const message of [progressMessage('', undefined), progressMessage('y'.repeat(9000), hostile)]) {
      expect(blockFaults(message.blocks)).toEqual([])
      expect(JSON.stringify(message)).not.toMatch(/<!(channel|here)>/)
    }
  })
})
