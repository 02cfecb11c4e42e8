import { expect, it } from 'vitest'
import { familyOf, regionOfUsage } from './usage-family.ts'

it.each([
  ['EC2 - Other', 'EU-NatGateway-Bytes', 'cost-nat'],
  ['EC2 - Other', 'NatGateway-Hours', 'cost-nat'],
  ['EC2 - Other', 'EUC1-EBS:VolumeUsage.gp3', 'cost-ec2-other-idle'],
  ['EC2 - Other', 'EUC1-DataTransfer-Regional-Bytes', 'cost-data-transfer'],
  ['Amazon Virtual Private Cloud', 'USE2-PublicIPv4:IdleAddress', 'cost-ec2-other-idle'],
  ['AWS Data Transfer', 'EU-USE1-AWS-Out-Bytes', 'cost-data-transfer'],
  ['Amazon Simple Storage Service', 'EU-DataTransfer-Out-Bytes', 'cost-s3-egress'],
  ['Amazon Simple Storage Service', 'EU-Requests-Tier1', 'cost-s3-requests'],
  ['Amazon Simple Storage Service', 'EU-TimedStorage-ByteHrs', 'cost-s3-storage'],
  ['Amazon Simple Queue Service', 'EU-Requests-Tier1', 'cost-sqs-polling'],
  ['AWS Lambda', 'EU-Lambda-GB-Second-ARM', 'cost-lambda-duration'],
  ['AWS Lambda', 'EU-Request', 'cost-lambda-duration'],
  ['AWS Lambda', 'EU-Lambda-Provisioned-Concurrency', 'cost-lambda-pc'],
  ['AmazonCloudWatch', 'EU-DataProcessing-Bytes', 'cost-cwlogs-ingest'],
  ['AmazonCloudWatch', 'EU-VendedLog-Bytes', 'cost-cwlogs-ingest'],
  ['AmazonCloudWatch', 'EU-DataScanned-Bytes', 'cost-cwlogs-insights'],
  ['AmazonCloudWatch', 'EU-CW:GMD-Metrics', 'cost-cw-metrics'],
  ['AmazonCloudWatch', 'EU-CW:AlarmMonitorUsage', 'cost-cw-alarms'],
  ['CloudWatch Events', 'EU-Event-64K-Chunks', 'cost-eventbridge'],
  ['AWS X-Ray', 'EU-XRay-TracesStored', 'cost-xray'],
  ['Amazon DynamoDB', 'EU-WriteRequestUnits', 'cost-ddb-ondemand'],
  ['Amazon DynamoDB', 'EU-ReadCapacityUnit-Hrs', 'cost-ddb-provisioned'],
  ['Amazon DynamoDB', 'EU-TimedPITRStorage-ByteHrs', 'cost-ddb-storage-backup'],
  ['AWS Key Management Service', 'eu-west-1-KMS-Requests', 'cost-kms'],
  ['Amazon API Gateway', 'EU-ApiGatewayHttpRequest', 'cost-apigw'],
  ['AWS Step Functions', 'EU-StateTransition', 'cost-step-functions'],
  ['AWS Secrets Manager', 'EU-AWSSecretsManagerAPIRequest', 'cost-secretsmanager'],
  ['AWS Config', 'EU-ConfigurationItemRecorded', 'cost-config'],
  ['Amazon GuardDuty', 'EU-PaidS3DataEventsAnalyzed', 'cost-guardduty-macie'],
  ['AWS CloudTrail', 'EU-PaidEventsRecorded', 'cost-cloudtrail-data-events'],
  ['Amazon Elastic Compute Cloud - Compute', 'EU-BoxUsage:m5.large', undefined],
  ['Amazon Relational Database Service', 'EU-InstanceUsage:db.r6g.large', undefined],
])('reads %s %s as %s', (service, usageType, id) => {
  expect(familyOf(service, usageType)?.id).toBe(id)
})

it('reads the region from a usage type, and nothing where there is none', () => {
  expect(regionOfUsage('EUC1-NatGateway-Bytes')).toBe('eu-central-1')
  expect(regionOfUsage('NatGateway-Bytes')).toBeUndefined()
})
