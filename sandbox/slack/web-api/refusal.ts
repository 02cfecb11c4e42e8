/** An answer of `ok: false`. Its message is Slack's error code; `details` go to `response_metadata.messages`. */
export class Refusal extends Error {
  readonly details: readonly string[]

  constructor(code: string, details: readonly string[] = []) {
    super(code)
    this.name = 'Refusal'
    this.details = details
  }
}

/** Ends the call with one of Slack's error codes. */
export function refuse(code: string, ...details: readonly string[]): never {
  throw new Refusal(code, details)
}
