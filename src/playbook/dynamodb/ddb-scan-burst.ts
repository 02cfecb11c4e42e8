import { choose } from '../command.ts'
import { throttleCause } from './throttle-cause.ts'

export const ddbScanBurst = throttleCause({
  id: 'ddb-scan-burst',
  cause: 'Scans read so much in so little time that they leave no read capacity for the rest.',
  fix: (target) => ({
    now: `Stop the job that scans ${target.id}, or give its Scan a small Limit and a pause between pages.`,
    proper:
      'Export the table to S3 and analyse it there; an export uses no read capacity, and needs point-in-time recovery switched on.',
    cli: choose(
      "aws s3api list-buckets --query 'Buckets[].Name'",
      { BUCKET: 'a bucket of the list for the export' },
      ({ BUCKET }) =>
        `aws dynamodb export-table-to-point-in-time --table-arn arn:${target.partition}:dynamodb:${target.region}:${target.account}:table/${target.id} --s3-bucket ${BUCKET} --region ${target.region}`,
    ),
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-query-scan.html',
})
