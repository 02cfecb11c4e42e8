import { beforeEach, describe, expect, it } from 'vitest'
import { renewing } from './renewing.ts'

let now = 0
let token = 'one'
let isReadable = true
let reads = 0
beforeEach(() => {
  now = 1_000_000
  token = 'one'
  isReadable = true
  reads = 0
})

function worker() {
  return renewing({
    read: async () => {
      reads += 1
      if (!isReadable) throw new Error('Secrets Manager does not answer')
      return { token }
    },
    start: async (secret) => ({ by: secret.token }),
    clock: () => now,
  })
}

describe('what was started with a secret', () => {
  it('starts anew within five minutes of its being replaced, and not before there is a reason', async () => {
    const { current } = worker()
    const first = await current()
    token = 'two'
    now += 299_000

    expect(await current()).toBe(first)
    now += 1_000
    expect(await current()).toEqual({ by: 'two' })
    expect(reads).toBe(2)
    now += 300_000
    const second = await current()
    expect(second).toEqual({ by: 'two' })
    now += 300_000
    expect(await current()).toBe(second)
  })

  it('starts anew within a minute when the secret is refused, without asking more often', async () => {
    const { current, doubt } = worker()
    await current()
    token = 'two'
    doubt()
    now += 59_000
    expect(await current()).toEqual({ by: 'one' })
    now += 1_000
    expect(await current()).toEqual({ by: 'two' })
    doubt()
    expect(await current()).toEqual({ by: 'two' })
    expect(reads).toBe(2)
  })

  it('goes on with what it has while the secret cannot be read', async () => {
    const { current } = worker()
    const first = await current()
    isReadable = false
    now += 600_000
    expect(await current()).toBe(first)
    isReadable = true
    token = 'two'
    now += 300_000
    expect(await current()).toEqual({ by: 'two' })
  })

  it('tries again after a first reading that failed', async () => {
    const { current } = worker()
    isReadable = false
    await expect(current()).rejects.toThrow('Secrets Manager does not answer')
    isReadable = true
    expect(await current()).toEqual({ by: 'one' })
  })
})
