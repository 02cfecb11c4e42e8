import { shellWord } from '../../evidence/cloudwatch/metrics.ts'
import { usageCause } from './usage-cause.ts'

export const costDdbProvisioned = usageCause({
  id: 'cost-ddb-provisioned',
  use: 'provisioned capacity of DynamoDB',
  cause: 'Provisioned capacity is billed by the hour, used or not; somebody or auto scaling raised it.',
  fix: () => ({
    now: 'Compare provisioned with consumed capacity and lower what is idle.',
    proper: 'Auto scaling with a target of 70 %, or on-demand for uneven load.',
    prevent: 'An alarm where consumed capacity stays under a third of provisioned.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CostOptimization_AutoScaling.html',
  known: 'memory',
  fixFor: ({ name, region }) => ({
    now: `Lower the provisioned capacity of ${name} to what is consumed.`,
    cli: `aws dynamodb describe-table --table-name ${shellWord(name)} --query Table.ProvisionedThroughput --region ${region}`,
  }),
})
