import type { AccountRegion } from '../../targets/target.ts'

/** Words people type for a service, and the names Cost Explorer gives it. */
const spoken: Readonly<Record<string, RegExp>> = {
  apigateway: /api gateway/i,
  'api-gateway': /api gateway/i,
  bedrock: /bedrock/i,
  cloudfront: /cloudfront/i,
  cloudtrail: /cloudtrail/i,
  cloudwatch: /cloudwatch/i,
  config: /config/i,
  ddb: /dynamodb/i,
  dynamodb: /dynamodb/i,
  ec2: /elastic compute cloud|^ec2/i,
  ecs: /container service/i,
  elb: /load balancing/i,
  eventbridge: /events|eventbridge/i,
  fargate: /container service|fargate/i,
  glue: /glue/i,
  guardduty: /guardduty/i,
  kinesis: /kinesis/i,
  kms: /key management/i,
  lambda: /lambda/i,
  logs: /cloudwatch/i,
  macie: /macie/i,
  marketplace: /marketplace/i,
  nat: /^ec2 - other|virtual private/i,
  opensearch: /opensearch|elasticsearch/i,
  rds: /relational database/i,
  redshift: /redshift/i,
  s3: /simple storage/i,
  secretsmanager: /secrets manager/i,
  'secrets-manager': /secrets manager/i,
  sns: /notification service/i,
  sqs: /queue service/i,
  'step-functions': /step functions/i,
  stepfunctions: /step functions/i,
  support: /support/i,
  vpc: /virtual private/i,
  xray: /x-?ray/i,
}

/** The services that a typed word means; undefined when it names none. */
export function serviceNamed(word: string): RegExp | undefined {
  return spoken[word.toLowerCase().replace(/^(amazon|aws)[\s-]+/, '').replaceAll(' ', '-')]
}

/** What a question about one service looks at: the account's target goes by the service's name then. */
export function askedService(target: AccountRegion): RegExp | undefined {
  return target.name === target.account ? undefined : serviceNamed(target.name)
}
