import type { Clock } from './clock.ts'
import type { Principal } from './principals.ts'
import type { Place, World } from './world.ts'

/** What a handler knows of one call besides its input. */
export interface Call {
  readonly account: string
  readonly region: string
  /** The resources declared for this account and region. */
  readonly place: Place
  readonly world: World
  readonly clock: Clock
  readonly principal: Principal
  readonly requestId: string
  /** Every declared place of the account, for services that are global. */
  readonly placesOfAccount: readonly Place[]
  /** Memory that lasts as long as the world does: query ids, issued keys. */
  readonly memory: Map<string, unknown>
}

type InputOf<C> = C extends abstract new (...args: never) => { readonly input: infer I } ? I : never
type OutputOf<C> = C extends abstract new (
  ...args: never
) => { resolveMiddleware(...args: never): (args: never) => Promise<{ output: infer O }> }
  ? Omit<O, '$metadata'>
  : never

/** Answers for the operations of one client package, keyed by operation; inputs and outputs have the SDK's own shapes. */
export type Handlers<Client> = {
  readonly [K in keyof Client as K extends `${infer Name}Command` ? Name : never]?: (
    call: Call,
    input: InputOf<Client[K]>,
  ) => OutputOf<Client[K]> | Promise<OutputOf<Client[K]>>
}
