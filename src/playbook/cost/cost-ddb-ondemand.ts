import { shellWord } from '../../evidence/cloudwatch/metrics.ts'
import { usageCause } from './usage-cause.ts'

export const costDdbOndemand = usageCause({
  id: 'cost-ddb-ondemand',
  use: 'on-demand requests to DynamoDB',
  cause: 'On-demand tables bill every read and write unit: a scan, a backfill or a retry loop shows at once.',
  fix: () => ({
    now: 'Stop the scan, export or backfill that began on the day of the rise.',
    proper:
      'Query by key instead of scanning; for steady load change the table to provisioned capacity with auto scaling.',
    prevent: 'Set a maximum throughput for on-demand tables.',
    iac: 'CDK: `billing: dynamodb.Billing.onDemand({ maxReadRequestUnits, maxWriteRequestUnits })`; Terraform: `on_demand_throughput { max_read_request_units = … }`.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html',
  known: 'memory',
  fixFor: ({ name, region }) => ({
    now: `Find what reads or writes ${name} more since the rise: consumed units by operation, and the deployments of that day.`,
    cli: `aws dynamodb update-table --table-name ${shellWord(name)} --on-demand-throughput MaxReadRequestUnits=UNITS,MaxWriteRequestUnits=UNITS --region ${region}`,
  }),
})
