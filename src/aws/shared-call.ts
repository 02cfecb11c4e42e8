/** One call whose answer goes to everyone who asked for it. */
export interface SharedCall {
  readonly answer: Promise<unknown>
  /** Sends it a second time; whichever try answers first answers everyone. */
  tryAgain(call: () => Promise<unknown>): Promise<unknown>
}

/** Sends a call at once. */
export function shared(call: () => Promise<unknown>): SharedCall {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  call().then(resolve, reject)
  return {
    answer: promise,
    tryAgain: async (again) => {
      const answer = await again()
      resolve(answer)
      return answer
    },
  }
}
