import type { AccessLog, AccessRow } from '../../evidence/api-gateway/access-log.ts'
import type { Finding } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { counted, milliseconds } from './words.ts'

/** An authorizer that takes this long, in milliseconds, is slow. */
export const slowAuthorizerMs = 5_000

/** Requests whose authorizer took long and that never reached the back end. */
export function slowInAuthorizer(rows: readonly AccessRow[]): readonly AccessRow[] {
  return rows.filter(
    (row) => (row.authorizerLatencyMs ?? 0) >= slowAuthorizerMs && row.integrationLatencyMs === undefined,
  )
}

/** What the access log shows of such requests, undefined when there are none; `whose` is said of the authorizer. */
export function loggedSlowAuthorizer(
  access: AccessLog | undefined,
  whose: string,
  fact: (label: string, value: string, at: number, aspect: string | undefined) => Fact,
): Finding | undefined {
  const rows = slowInAuthorizer(access?.rows ?? [])
  const last = rows.at(-1)
  if (last === undefined) return undefined
  const longestMs = Math.max(...rows.map((row) => row.authorizerLatencyMs ?? 0))
  return {
    strength: 'proven',
    summary: `The authorizer ${whose} took up to ${milliseconds(longestMs)}: ${counted(rows.length, 'request')} failed before the back end was called.`,
    facts: [
      fact('Authorizer latency in the access log', milliseconds(last.authorizerLatencyMs ?? 0), last.at, access?.group),
    ],
    times: rows.map((row) => row.at),
  }
}
