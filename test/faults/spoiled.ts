/** A call on its way out. */
export interface Outgoing {
  readonly service: Service
  /** `TransactWriteItemsCommand`, `chat.postMessage`. */
  readonly operation: string
  /** How many have gone to this service, this one counted. */
  readonly count: number
}
/** What a call fails with, an error or what Slack answers, and whether it was carried out all the same. */
export type Spoiled = { readonly isCarriedOut?: true } & (
  | { readonly error: Error }
  | { readonly status: number; readonly headers?: Record<string, string> }
  | { readonly isSilent: true }
)
export type Service = 'store' | 'slack' | 'queue' | 'aws'
