import { type Model, type Protocol, readModel } from './shapes.ts'

export interface Service {
  readonly id: string
  /** The IAM prefix and the service named in ARNs. */
  readonly prefix: string
  readonly protocol: Protocol
  /** What the SigV4 credential scope names. */
  readonly scope: string
  /** The prefix of `x-amz-target`, for awsJson. */
  readonly target?: string
  /** The API version that a query request names. */
  readonly version: string
  readonly xmlNamespace?: string
  /** Errors carry `x-amzn-query-error`, for services that moved from query to JSON. */
  readonly isQueryCompatible?: true
  readonly load: () => Promise<object>
}

/** Every service that can be served. One line adds another. */
export const services = {
  apigateway: {
    id: 'apigateway',
    prefix: 'apigateway',
    protocol: 'restJson',
    scope: 'apigateway',
    version: '2015-07-09',
    load: () => import('@aws-sdk/client-api-gateway'),
  },
  apigatewayv2: {
    id: 'apigatewayv2',
    prefix: 'apigateway',
    protocol: 'restJson',
    scope: 'apigateway',
    version: '2018-11-29',
    load: () => import('@aws-sdk/client-apigatewayv2'),
  },
  autoscaling: {
    id: 'autoscaling',
    prefix: 'application-autoscaling',
    protocol: 'awsJson1.1',
    scope: 'application-autoscaling',
    target: 'AnyScaleFrontendService',
    version: '2016-02-06',
    load: () => import('@aws-sdk/client-application-auto-scaling'),
  },
  cloudformation: {
    id: 'cloudformation',
    prefix: 'cloudformation',
    protocol: 'awsQuery',
    scope: 'cloudformation',
    version: '2010-05-15',
    xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    load: () => import('@aws-sdk/client-cloudformation'),
  },
  cloudtrail: {
    id: 'cloudtrail',
    prefix: 'cloudtrail',
    protocol: 'awsJson1.1',
    scope: 'cloudtrail',
    target: 'CloudTrail_20131101',
    version: '2013-11-01',
    load: () => import('@aws-sdk/client-cloudtrail'),
  },
  cloudwatch: {
    id: 'cloudwatch',
    prefix: 'cloudwatch',
    protocol: 'awsJson1.0',
    scope: 'monitoring',
    target: 'GraniteServiceVersion20100801',
    version: '2010-08-01',
    isQueryCompatible: true,
    load: () => import('@aws-sdk/client-cloudwatch'),
  },
  logs: {
    id: 'logs',
    prefix: 'logs',
    protocol: 'awsJson1.1',
    scope: 'logs',
    target: 'Logs_20140328',
    version: '2014-03-28',
    load: () => import('@aws-sdk/client-cloudwatch-logs'),
  },
  config: {
    id: 'config',
    prefix: 'config',
    protocol: 'awsJson1.1',
    scope: 'config',
    target: 'StarlingDoveService',
    version: '2014-11-12',
    load: () => import('@aws-sdk/client-config-service'),
  },
  costexplorer: {
    id: 'costexplorer',
    prefix: 'ce',
    protocol: 'awsJson1.1',
    scope: 'ce',
    target: 'AWSInsightsIndexService',
    version: '2017-10-25',
    load: () => import('@aws-sdk/client-cost-explorer'),
  },
  dynamodb: {
    id: 'dynamodb',
    prefix: 'dynamodb',
    protocol: 'awsJson1.0',
    scope: 'dynamodb',
    target: 'DynamoDB_20120810',
    version: '2012-08-10',
    load: () => import('@aws-sdk/client-dynamodb'),
  },
  ec2: {
    id: 'ec2',
    prefix: 'ec2',
    protocol: 'ec2Query',
    scope: 'ec2',
    version: '2016-11-15',
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    load: () => import('@aws-sdk/client-ec2'),
  },
  elasticloadbalancing: {
    id: 'elasticloadbalancing',
    prefix: 'elasticloadbalancing',
    protocol: 'awsQuery',
    scope: 'elasticloadbalancing',
    version: '2015-12-01',
    xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  },
  events: {
    id: 'events',
    prefix: 'events',
    protocol: 'awsJson1.1',
    scope: 'events',
    target: 'AWSEvents',
    version: '2015-10-07',
    load: () => import('@aws-sdk/client-eventbridge'),
  },
  iam: {
    id: 'iam',
    prefix: 'iam',
    protocol: 'awsQuery',
    scope: 'iam',
    version: '2010-05-08',
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    load: () => import('@aws-sdk/client-iam'),
  },
  kms: {
    id: 'kms',
    prefix: 'kms',
    protocol: 'awsJson1.1',
    scope: 'kms',
    target: 'TrentService',
    version: '2014-11-01',
    load: () => import('@aws-sdk/client-kms'),
  },
  lambda: {
    id: 'lambda',
    prefix: 'lambda',
    protocol: 'restJson',
    scope: 'lambda',
    version: '2015-03-31',
    load: () => import('@aws-sdk/client-lambda'),
  },
  tagging: {
    id: 'tagging',
    prefix: 'tag',
    protocol: 'awsJson1.1',
    scope: 'tagging',
    target: 'ResourceGroupsTaggingAPI_20170126',
    version: '2017-01-26',
    load: () => import('@aws-sdk/client-resource-groups-tagging-api'),
  },
  s3: {
    id: 's3',
    prefix: 's3',
    protocol: 'restXml',
    scope: 's3',
    version: '2006-03-01',
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    load: () => import('@aws-sdk/client-s3'),
  },
  s3control: {
    id: 's3control',
    prefix: 's3',
    protocol: 'restXml',
    scope: 's3',
    version: '2018-08-20',
    xmlNamespace: 'http://awss3control.amazonaws.com/doc/2018-08-20/',
    load: () => import('@aws-sdk/client-s3-control'),
  },
  secretsmanager: {
    id: 'secretsmanager',
    prefix: 'secretsmanager',
    protocol: 'awsJson1.1',
    scope: 'secretsmanager',
    target: 'secretsmanager',
    version: '2017-10-17',
    load: () => import('@aws-sdk/client-secrets-manager'),
  },
  sns: {
    id: 'sns',
    prefix: 'sns',
    protocol: 'awsQuery',
    scope: 'sns',
    version: '2010-03-31',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    load: () => import('@aws-sdk/client-sns'),
  },
  sqs: {
    id: 'sqs',
    prefix: 'sqs',
    protocol: 'awsJson1.0',
    scope: 'sqs',
    target: 'AmazonSQS',
    version: '2012-11-05',
    isQueryCompatible: true,
    load: () => import('@aws-sdk/client-sqs'),
  },
  sts: {
    id: 'sts',
    prefix: 'sts',
    protocol: 'awsQuery',
    scope: 'sts',
    version: '2011-06-15',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    load: () => import('@aws-sdk/client-sts'),
  },
  wafv2: {
    id: 'wafv2',
    prefix: 'wafv2',
    protocol: 'awsJson1.1',
    scope: 'wafv2',
    target: 'AWSWAF_20190729',
    version: '2019-07-29',
    load: () => import('@aws-sdk/client-wafv2'),
  },
  xray: {
    id: 'xray',
    prefix: 'xray',
    protocol: 'restJson',
    scope: 'xray',
    version: '2016-04-12',
    load: () => import('@aws-sdk/client-xray'),
  },
} as const satisfies Record<string, Service>

export type ServiceId = keyof typeof services

const serviceList: readonly Service[] = Object.values(services)
const models = new Map<string, Promise<Model>>()

/** The operations and errors of a service, read once from its client package. */
export function modelOf(service: Service): Promise<Model> {
  const known = models.get(service.id)
  if (known !== undefined) return known
  const model = service.load().then(readModel)
  models.set(service.id, model)
  return model
}

/** Loads the models of some services ahead of their first request, so that a measurement does not pay for it. */
export async function loadModels(ids: readonly ServiceId[]): Promise<void> {
  await Promise.all(ids.map((id) => modelOf(services[id])))
}

export function serviceByTarget(target: string): Service | undefined {
  return serviceList.find((service) => service.target === target)
}

export function serviceByVersion(version: string, scope: string | undefined): Service | undefined {
  const candidates = serviceList.filter((service) => service.version === version && service.protocol.endsWith('Query'))
  return candidates.find((service) => service.scope === scope) ?? candidates[0]
}

/** The REST services that sign with a scope. */
export function servicesByScope(scope: string): readonly Service[] {
  return serviceList.filter((service) => service.scope === scope && service.protocol.startsWith('rest'))
}
