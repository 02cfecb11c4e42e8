/** Where a resource lives. */
export interface Place {
  /** Twelve digits. */
  readonly account: string
  readonly region: string
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string
}
