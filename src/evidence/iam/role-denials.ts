import { withoutPath } from '../../targets/principal-arn.ts'
import type { Role } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { isRefusal, lookUpCalls, type RecordedCall } from './denied-calls.ts'

/** What CloudTrail recorded of a role in the window: its own calls, and attempts to assume it. */
export interface RoleRecord {
  readonly refusals: readonly RecordedCall[]
  readonly successes: readonly RecordedCall[]
  /** Refused attempts of others to become this role. */
  readonly refusedAssumptions: readonly RecordedCall[]
  readonly complete: boolean
}

const mostPages = 6

/** CloudTrail cannot be asked for a role, so the window's events are read and sorted here. */
export const roleRecord = defineProbe<RoleRecord, Role>({
  id: 'iam.role-denials',
  actions: ['cloudtrail:LookupEvents'],
  key: (target) => `${target.account} ${target.region} ${target.arn}`,
  resource: () => '*',
  async fetch(target, { aws, window }) {
    const found = await lookUpCalls(aws, target.region, window, undefined, mostPages)
    const own = found.calls.filter((call) => withoutPath(call.principal) === withoutPath(target.arn))
    return {
      refusals: own.filter(isRefusal),
      successes: own.filter((call) => call.errorCode === ''),
      refusedAssumptions: found.calls.filter(
        (call) =>
          /^sts:AssumeRole/.test(call.action) &&
          isRefusal(call) &&
          call.resources.some((arn) => withoutPath(arn) === withoutPath(target.arn)),
      ),
      complete: found.complete,
    }
  },
  cite: (target) => ({
    source: `cloudtrail:LookupEvents, calls of ${target.name}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'cloudtrailv2', '/events'),
    cli: `aws cloudtrail lookup-events --region ${target.region} --query 'Events[?contains(CloudTrailEvent,\`AccessDenied\`)].[EventTime,EventName,Username]' --output table`,
  }),
})
