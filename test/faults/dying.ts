/** When a worker dies: before its n-th outgoing call is sent, or after it was carried out and before its answer is read. */
export interface Death {
  /** 1 for the first call; Infinity for a worker that lives. */
  readonly at: number
  readonly when: 'before' | 'after'
}

/** One life of a worker: counts its outgoing calls, and lets none through once it is dead. */
export interface Life {
  /** Passes one outgoing call through; never settles once the worker is dead. */
  readonly pass: <T>(call: () => Promise<T>) => Promise<T>
  /** Settles when the worker dies. */
  readonly death: Promise<'dead'>
  readonly calls: () => number
}

/** A process that is killed writes no more, hears no more and reports nothing: its promises stay open for ever. */
export function startLife({ at, when }: Death): Life {
  let calls = 0
  let isDead = false
  const { promise: death, resolve } = Promise.withResolvers<'dead'>()
  const forever = new Promise<never>(() => undefined)
  const die = (): Promise<never> => {
    isDead = true
    resolve('dead')
    return forever
  }
  return {
    death,
    calls: () => calls,
    pass: async (call) => {
      if (isDead) return await forever
      calls += 1
      const isLast = calls === at
      if (isLast && when === 'before') return await die()
      const answer = await call().catch((error: unknown) => {
        if (isDead || isLast) return die()
        throw error
      })
      if (isLast) return await die()
      return isDead ? await forever : answer
    },
  }
}
