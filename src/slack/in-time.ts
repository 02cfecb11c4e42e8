import type { Parts } from './parts.ts'

/** Rejects when the answer does not come in time: a person must never be left with a message that says "looking". */
export async function inTime<T>(asked: Promise<T>, { patienceMs }: Pick<Parts, 'patienceMs'>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the answer did not come back in time')), patienceMs())
  })
  return await Promise.race([asked, tooLate]).finally(() => clearTimeout(timer))
}
