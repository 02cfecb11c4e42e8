/** Who an account is read for, as CloudTrail there will tell. Every field comes from outside and is taken for hostile. */
export interface Asker {
  /** A Slack user id; absent for an alarm, which nobody asked about. */
  readonly user?: string
  /** A Slack team id. */
  readonly team?: string
  /** A Slack channel id. */
  readonly channel?: string
  /** The incident that asks, or what was asked: `why-502`. */
  readonly incident?: string
}
