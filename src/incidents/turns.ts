/** Lets work on one thing wait for earlier work on the same thing, in this process: what would only collide goes one after the other. */
export function makeTurns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const newest = new Map<string, Promise<unknown>>()
  return async (key, work) => {
    const mine = (newest.get(key) ?? Promise.resolve()).then(work, work)
    newest.set(key, mine)
    try {
      return await mine
    } finally {
      if (newest.get(key) === mine) newest.delete(key)
    }
  }
}
