import { describe, expect, it } from 'vitest'
import { awsFaults } from './aws.ts'
import { failings } from './failing.ts'
import { killedEverywhere, spoiledEverywhere } from './killed.ts'
import { alarm, command } from './stories.ts'

describe.each([
  { story: command, step: 1 },
  { story: alarm, step: 9 },
])('$story.name', ({ story, step }) => {
  it('comes out whole when nothing fails, and when every message comes twice', async () => {
    expect((await story.run()).faults).toEqual([])
    expect((await story.run({ isDoubled: true })).faults).toEqual([])
  })

  it('is neither lost nor doubled when the worker is killed at one of its calls', async () => {
    const { runs, failures } = await killedEverywhere(story, step)
    expect(runs).toBeGreaterThan(10)
    expect(failures).toEqual([])
  }, 60_000)

  it.each(failings)(
    'is neither lost nor doubled with $name',
    async ({ service, ...failing }) => {
      expect((await spoiledEverywhere(story, service, failing, step)).failures).toEqual([])
    },
    60_000,
  )
})

it('never calls a system well because AWS refused a read, and names no other cause', async () => {
  const { runs, failures } = await awsFaults('502/handler-throws.json', 4)
  expect(runs).toBeGreaterThan(5)
  expect(failures).toEqual([])
}, 60_000)
