import type { Denial } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { lookUpCalls, type RecordedCall } from './denied-calls.ts'
import { principalKey, principalName } from './principal.ts'

const lookBackMs = 60 * 60_000

/** Changes to the principal's permissions, newest first; IAM records them in us-east-1. */
export const permissionChanges = defineProbe<readonly RecordedCall[], Denial>({
  id: 'iam.recent-changes',
  actions: ['cloudtrail:LookupEvents'],
  key: principalKey,
  resource: () => '*',
  async fetch(target, { aws, window }) {
    const named = principalName(target.principal)
    if (named === undefined) return []
    const found = await lookUpCalls(
      aws,
      'us-east-1',
      { from: window.from - lookBackMs, to: window.to },
      { AttributeKey: 'ResourceName', AttributeValue: named.name },
      1,
    )
    return found.calls.filter(
      (call) => call.errorCode === '' && /:(Put|Attach|Detach|Delete|Create|Update)/.test(call.action),
    )
  },
  cite: (target) => ({
    source: `cloudtrail:LookupEvents ResourceName=${principalName(target.principal)?.name ?? ''}, us-east-1`,
    account: target.account,
    region: 'us-east-1',
    link: consoleLink(
      { ...target, region: 'us-east-1' },
      'cloudtrailv2',
      `/events?ResourceName=${principalName(target.principal)?.name ?? ''}`,
    ),
    cli: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=${principalName(target.principal)?.name ?? ''} --region us-east-1`,
  }),
})
