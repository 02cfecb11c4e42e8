/** What became of one read. "Not allowed" and "broke" are never mistaken for "nothing there". */
export type Evidence<T> =
  | { readonly status: 'ok'; readonly value: T }
  | ({ readonly status: 'denied'; readonly error: string } & Named)
  | ({ readonly status: 'absent' | 'throttled' | 'failed' | 'skipped'; readonly error: string } & Named)

interface Named {
  /** What AWS named in its refusal, when it did. */
  readonly action?: string
  readonly resource?: string
}

export type MissingEvidence = Exclude<Evidence<unknown>, { readonly status: 'ok' }>

/** Thrown to a probe that reads through another probe whose read gave nothing. */
export class EvidenceMissing extends Error {
  override readonly name = 'EvidenceMissing'
  readonly evidence: MissingEvidence

  constructor(evidence: MissingEvidence) {
    super(evidence.error)
    this.evidence = evidence
  }
}

/** The value when it was read, else undefined: for evidence a cause can do without. */
export function valueIfRead<T>(evidence: Evidence<T>): T | undefined {
  return evidence.status === 'ok' ? evidence.value : undefined
}
