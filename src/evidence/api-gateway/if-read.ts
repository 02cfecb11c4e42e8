import { EvidenceMissing } from '../evidence.ts'

/** What a probe can go on without. */
export async function ifRead<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof EvidenceMissing) return undefined
    throw error
  }
}
