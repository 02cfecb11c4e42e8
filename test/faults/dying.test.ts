import { expect, it } from 'vitest'
import { startLife } from './dying.ts'

async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol('open')
  await new Promise(setImmediate)
  return (await Promise.race([promise, Promise.resolve(open)])) === open
}

it('carries out the last call or not, and none after it', async () => {
  for (const when of ['before', 'after'] as const) {
    const life = startLife({ at: 2, when })
    const sent: number[] = []
    const send = (number: number) => life.pass(async () => sent.push(number))
    await send(1)
    const second = send(2)
    expect(await isOpen(second)).toBe(true)
    expect(await life.death).toBe('dead')
    expect(await isOpen(send(3))).toBe(true)
    expect(sent).toEqual(when === 'before' ? [1] : [1, 2])
  }
})

it('hands on what a call fails with while it lives', async () => {
  const life = startLife({ at: Number.POSITIVE_INFINITY, when: 'before' })
  await expect(life.pass(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
})
