import { choose, shellWord } from '../command.ts'
import { usageCause } from './usage-cause.ts'

export const costDdbOndemand = usageCause({
  id: 'cost-ddb-ondemand',
  use: 'on-demand requests to DynamoDB',
  cause: 'On-demand tables bill every read and write unit: a scan, a backfill or a retry loop shows at once.',
  fix: () => ({
    now: 'Stop the scan, export or backfill that began on the day of the rise.',
    proper:
      'Query by key instead of scanning; for steady load change the table to provisioned capacity with auto scaling.',
    prevent: 'Set a maximum throughput for on-demand tables; what goes beyond it is throttled.',
    iac: 'CDK: `billing: dynamodb.Billing.onDemand({ maxReadRequestUnits, maxWriteRequestUnits })`; Terraform: `max_read_request_units` and `max_write_request_units` in `on_demand_throughput`.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html',
  known: 'memory',
  fixFor: ({ name, region }) => ({
    now: `Find what reads or writes ${name} more since the rise: consumed units by operation, and the deployments of that day.`,
    cli: choose(
      `aws dynamodb describe-table --table-name ${shellWord(name)} --query 'Table.[BillingModeSummary.BillingMode,OnDemandThroughput]' --region ${region}`,
      {
        READ_UNITS: 'the most read units a second the table may serve, -1 for no limit',
        WRITE_UNITS: 'the most write units a second the table may serve, -1 for no limit',
      },
      ({ READ_UNITS, WRITE_UNITS }) =>
        `aws dynamodb update-table --table-name ${shellWord(name)} --on-demand-throughput MaxReadRequestUnits=${READ_UNITS},MaxWriteRequestUnits=${WRITE_UNITS} --region ${region}`,
    ),
  }),
})
