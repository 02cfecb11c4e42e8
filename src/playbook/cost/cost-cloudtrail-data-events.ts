import { usageCause } from './usage-cause.ts'

export const costCloudtrailDataEvents = usageCause({
  id: 'cost-cloudtrail-data-events',
  use: 'events recorded by CloudTrail',
  cause: 'Data events, second copies of management events and insights are billed per hundred thousand.',
  fix: () => ({
    now: 'See which trail records data events, and for what.',
    cli: 'for TRAIL in $(aws cloudtrail list-trails --query "Trails[].TrailARN" --output text); do aws cloudtrail get-event-selectors --trail-name "$TRAIL" --region "$(echo "$TRAIL" | cut -d: -f4)"; done',
    proper: 'Narrow advanced event selectors to the buckets, tables and functions that must be audited.',
    prevent: 'One organization trail instead of a copy for each account.',
  }),
  docs: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
  known: 'memory',
})
