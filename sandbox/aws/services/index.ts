import type { Call } from '../call.ts'
import type { ServiceId } from '../wire/services.ts'
import { apigateway } from './api-gateway.ts'
import { apigatewayv2 } from './api-gateway-v2.ts'
import { cloudformation } from './cloudformation.ts'
import { cloudtrail } from './cloudtrail.ts'
import { cloudwatch } from './cloudwatch.ts'
import { iam } from './iam.ts'
import { lambda } from './lambda.ts'
import { logs } from './logs.ts'
import { sts } from './sts.ts'
import { tagging } from './tagging.ts'

type Answer = (call: Call, input: object) => object | Promise<object>

const handlers: Partial<Record<ServiceId, object>> = {
  apigateway,
  apigatewayv2,
  cloudformation,
  cloudtrail,
  cloudwatch,
  iam,
  lambda,
  logs,
  sts,
  tagging,
}

/** The answer to one operation, or nothing when the sandbox has none. */
export function handlerOf(service: string, operation: string): Answer | undefined {
  const table: object | undefined = Reflect.get(handlers, service)
  const answer: unknown = table === undefined ? undefined : Reflect.get(table, operation)
  return typeof answer === 'function' ? (answer as Answer) : undefined
}
