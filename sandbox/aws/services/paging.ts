import { AwsError } from '../wire/errors.ts'

/** One page of a list; the token is the offset of the next one. */
export function pageOf<T>(
  items: readonly T[],
  token: string | undefined,
  size: number,
): { page: T[]; next: string | undefined } {
  const start = token === undefined || token === '' ? 0 : offsetOf(token)
  const end = start + size
  return {
    page: items.slice(start, end),
    next: end < items.length ? Buffer.from(`page:${end}`).toString('base64url') : undefined,
  }
}

/** `{ [name]: token }` where there is a next page, and nothing where there is none. */
export function tokenAs<N extends string>(name: N, token: string | undefined): { [K in N]?: string } {
  return token === undefined ? {} : ({ [name]: token } as { [K in N]?: string })
}

function offsetOf(token: string): number {
  const match = /^page:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))
  if (match === null) throw new AwsError('ValidationException', 'The provided token is not valid.')
  return Number(match[1])
}
