import type { NamedFunction } from './integration-uri.ts'

/** Who decides about a caller before the back end is called. */
export interface Authorizer {
  readonly id: string
  readonly name: string
  /** `TOKEN`, `REQUEST`, `COGNITO_USER_POOLS`, `JWT`. */
  readonly type: string
  /** The function it asks, where it asks one. */
  readonly function?: NamedFunction
  /** ARN of the role it is called with; without one the function's own policy must allow the call. */
  readonly credentials?: string
  readonly identitySources: readonly string[]
  readonly cacheSeconds?: number
  readonly issuer?: string
  readonly audiences: readonly string[]
}
