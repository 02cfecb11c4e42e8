import { jsonObject } from './json-object.ts'

/** The signing secrets, kept between requests. */
export interface SigningSecrets {
  readonly current: () => Promise<readonly string[]>
  /** Reads them again, at most once a minute; answers whether they may have changed. */
  readonly refetch: () => Promise<boolean>
}

const freshMs = 5 * 60_000
const refetchMs = 60_000

/** Keeps secrets for five minutes. When they cannot be read again, the known ones go on serving. `clock` gives epoch milliseconds. */
export function keepSigningSecrets(read: () => Promise<readonly string[]>, clock: () => number): SigningSecrets {
  let known: readonly string[] | undefined
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<readonly string[]> | undefined

  const readOnce = (): Promise<readonly string[]> => {
    reading ??= read()
      .then((secrets) => {
        known = secrets
        return secrets
      })
      .finally(() => {
        readAt = clock()
        reading = undefined
      })
    return reading
  }
  return {
    current: async () => {
      if (known !== undefined && clock() - readAt < freshMs) return known
      try {
        return await readOnce()
      } catch (error) {
        if (known === undefined) throw error
        return known
      }
    },
    refetch: async () => {
      if (clock() - readAt < refetchMs) return false
      try {
        await readOnce()
        return true
      } catch {
        return false
      }
    },
  }
}

/** Reads the JSON of the secret: `signingSecret`, and `previousSigningSecret` while it is being replaced. Throws without either, and never quotes the text. */
export function parseSigningSecrets(text: string): readonly string[] {
  const { signingSecret, previousSigningSecret } = jsonObject(text)
  const secrets = [signingSecret, previousSigningSecret].flatMap((each) =>
    typeof each === 'string' && each !== '' ? [each] : [],
  )
  if (secrets.length === 0) throw new Error('the secret has no signingSecret')
  return secrets
}
