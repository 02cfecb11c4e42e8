import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks a person, or reads one line of standard input for each question; at its end every answer is the default. */
export interface Answers {
  readonly ask: (question: string, fallback?: string) => Promise<string>
  /** As `ask`, without showing what is typed. */
  readonly askSecret: (question: string) => Promise<string>
  /** `y` or `n`; no is the default. */
  readonly agree: (question: string) => Promise<boolean>
  readonly close: () => void
}

export function answersFrom(
  input: NodeJS.ReadableStream & { isTTY?: boolean },
  output: NodeJS.WritableStream,
): Answers {
  let isMuted = false
  const echo = new Writable({
    write: (chunk, _, done) => {
      if (!isMuted) output.write(chunk)
      done()
    },
  })
  const isLive = input.isTTY === true
  const lines = createInterface({ input, output: echo, terminal: isLive })
  const queue = lines[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value, done } = await queue.next()
    return done === true ? '' : String(value).trim()
  }
  const ask: Answers['ask'] = async (question, fallback = '') => {
    output.write(`${question}${fallback === '' ? '' : ` [${fallback}]`}: `)
    const answer = (await next()) || fallback
    if (!isLive) output.write('\n')
    return answer
  }
  return {
    ask,
    askSecret: async (question) => {
      output.write(`${question} (not shown): `)
      isMuted = true
      const answer = await next()
      isMuted = false
      output.write('\n')
      return answer
    },
    agree: async (question) => /^y(es)?$/i.test(await ask(`${question} (y/n)`, 'n')),
    close: () => lines.close(),
  }
}
