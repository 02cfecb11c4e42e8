import type { Call } from '../call.ts'
import type { ServiceId } from '../wire/services.ts'
import { apigateway } from './api-gateway.ts'
import { apigatewayv2 } from './api-gateway-v2.ts'
import { autoscaling } from './autoscaling.ts'
import { cloudformation } from './cloudformation.ts'
import { cloudtrail } from './cloudtrail.ts'
import { cloudwatch } from './cloudwatch.ts'
import { config } from './config.ts'
import { costexplorer } from './costexplorer.ts'
import { dynamodb } from './dynamodb.ts'
import { ec2 } from './ec2.ts'
import { elasticloadbalancing } from './elastic-load-balancing.ts'
import { events } from './events.ts'
import { iam } from './iam.ts'
import { kms } from './kms.ts'
import { lambda } from './lambda.ts'
import { logs } from './logs.ts'
import { s3 } from './s3.ts'
import { s3control } from './s3control.ts'
import { secretsmanager } from './secretsmanager.ts'
import { sns } from './sns.ts'
import { sqs } from './sqs.ts'
import { sts } from './sts.ts'
import { tagging } from './tagging.ts'
import { wafv2 } from './wafv2.ts'
import { xray } from './xray.ts'

type Answer = (call: Call, input: object) => object | Promise<object>

/** The answers of every service, by operation. */
export const handlers: Record<ServiceId, object> = {
  apigateway,
  apigatewayv2,
  autoscaling,
  cloudformation,
  cloudtrail,
  cloudwatch,
  config,
  costexplorer,
  dynamodb,
  ec2,
  elasticloadbalancing,
  events,
  iam,
  kms,
  lambda,
  logs,
  s3,
  s3control,
  secretsmanager,
  sns,
  sqs,
  sts,
  tagging,
  wafv2,
  xray,
}

/** The answer to one operation, or nothing when the sandbox has none. */
export function handlerOf(service: string, operation: string): Answer | undefined {
  const table: object | undefined = Reflect.get(handlers, service)
  const answer: unknown = table === undefined ? undefined : Reflect.get(table, operation)
  return typeof answer === 'function' ? (answer as Answer) : undefined
}
