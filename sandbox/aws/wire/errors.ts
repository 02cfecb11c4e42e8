/** A refusal in AWS's own words; the wire gives it the shape of the service's protocol. */
export class AwsError extends Error {
  /** The exception's name in the SDK, or a bare wire code where the model has none. */
  readonly code: string
  /** HTTP status; the model's own when left out. */
  readonly status: number | undefined
  /** Further members of the modelled exception: `Reason`, `retryAfterSeconds`. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, extra: { status?: number; members?: Record<string, unknown> } = {}) {
    super(message)
    this.name = code
    this.code = code
    this.status = extra.status
    this.members = extra.members ?? {}
  }
}

/** The error of an operation that the sandbox does not answer. */
export function notServed(service: string, operation: string): AwsError {
  return new AwsError('NotImplemented', `The sandbox does not answer ${service}:${operation}.`, { status: 501 })
}
