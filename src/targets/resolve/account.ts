import type { Symptom } from '../symptom.ts'
import { type AccountRegion, type Place, placeOf } from '../target.ts'
import type { Lookup } from './resolution.ts'

const accountSymptoms: readonly Symptom[] = ['cost', 'security']

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
  return spoken[
    word
      .toLowerCase()
      .replace(/^(amazon|aws)[\s-]+/, '')
      .replaceAll(' ', '-')
  ]
}

/** The whole account in one region as a target; a service that was asked about gives it its name. */
export function accountRegion(place: Place, service?: string): AccountRegion {
  return {
    kind: 'account',
    id: place.account,
    name: service ?? place.account,
    arn: `arn:${place.partition}:iam::${place.account}:root`,
    ...placeOf(place),
  }
}

/** The account itself: for no name, for its own id, and where a name means nothing smaller. */
export const accountLookup: Lookup = {
  id: 'account',
  actions: [],
  resource: () => '*',
  fits: (_, symptom) => accountSymptoms.includes(symptom),
  round: (symptom) => (symptom === 'cost' ? 1 : 3),
  async find(text, aws, symptom) {
    const name = text.trim()
    const isAccount = name === '' || name === aws.account || /^(account|everything|all)$/i.test(name)
    const isService = symptom === 'cost' && !isAccount && serviceNamed(name) !== undefined
    const target = accountRegion(aws, isService ? name : undefined)
    const note =
      symptom === 'cost'
        ? `“${name}” is no service known by that word, so the cost of the whole account was looked at.`
        : `Nothing called “${name}” was found that can be looked at by itself, so the whole account was looked at.`
    return {
      exact: [{ target, label: isService ? `cost of ${name}` : `account ${aws.account}`, hint: target.name }],
      others: [],
      notes: isAccount || isService ? [] : [note],
    }
  },
}
