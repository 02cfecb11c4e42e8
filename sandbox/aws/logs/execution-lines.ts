import { functionArnOf } from '../services/lambda-arns.ts'
import type { Execution, executionFailures } from '../world/logs.ts'
import type { Line, RequestNames } from './lines.ts'

type Failure = (typeof executionFailures)[number]

const statuses: Readonly<Record<Failure, number>> = {
  'function-error': 502,
  malformed: 502,
  permission: 500,
  throttled: 500,
  timeout: 504,
  network: 504,
  'no-mapping': 500,
  'assume-role': 500,
  transform: 500,
}

/** What API Gateway's execution log says of one request to a REST API. */
export function executionLines(execution: Execution, names: RequestNames): Line[] {
  const { method, path, latencyMs, failure } = execution
  const line = (offset: number, text: string): Line => [offset, `(${names.requestId}) ${text}`]
  const status = execution.status ?? (failure === undefined ? 200 : statuses[failure])
  const failing = failureLines(execution, names.lambdaRequestId).map((text) => line(latencyMs, text))
  if (execution.errorsOnly) return failing
  const endpoint = endpointOf(execution, names)
  const answered = failure === undefined || failure === 'malformed' || failure === 'function-error'
  const endpointStatus = execution.endpointStatus ?? (answered ? 200 : undefined)
  const body =
    execution.responseBody ??
    (failure === 'function-error' ? JSON.stringify({ errorMessage: execution.message ?? 'Error' }) : undefined)
  const stage = /^API-Gateway-Execution-Logs_(.+)$/.exec(names.group)?.[1]?.replace(/\/Canary$/, '') ?? 'api/stage'
  return [
    line(0, `Extended Request Id: ${names.requestId.replaceAll('-', '').slice(0, 15)}=`),
    line(0, `Verifying Usage Plan for request: ${names.requestId}. API Key:  API Stage: ${stage}`),
    line(
      1,
      `API Key  authorized because method '${method} ${path}' does not require API Key. Request will not contribute to throttle or quota limits`,
    ),
    line(1, `Usage Plan check succeeded for API Key  and API Stage ${stage}`),
    line(1, `Starting execution for request: ${names.requestId}`),
    line(1, `HTTP Method: ${method}, Resource Path: ${path}`),
    line(2, `Endpoint request URI: ${endpoint}`),
    line(2, `Sending request to ${endpoint}`),
    ...(endpointStatus === undefined
      ? []
      : [
          line(
            latencyMs,
            `Received response. Status: ${endpointStatus}, Integration latency: ${Math.max(0, latencyMs - 3)} ms`,
          ),
        ]),
    // CloudWatch Logs gets at most 1024 bytes of a line.
    ...(execution.dataTrace && body !== undefined
      ? [line(latencyMs, `Endpoint response body before transformations: ${body}`.slice(0, 980))]
      : []),
    ...failing,
    line(latencyMs, `Method completed with status: ${status}`),
  ]
}

function failureLines(
  { failure, message, error, endpointStatus }: Execution,
  lambdaRequestId: string,
): readonly string[] {
  if (error !== undefined) return typeof error === 'string' ? [error] : error
  switch (failure) {
    case undefined:
      return []
    case 'function-error':
      return [
        `Lambda execution failed with status 200 due to customer function error: ${message ?? 'Error'}. Lambda request id: ${lambdaRequestId}`,
      ]
    case 'malformed':
      return ['Execution failed due to configuration error: Malformed Lambda proxy response']
    case 'permission':
      return ['Execution failed due to configuration error: Invalid permissions on Lambda function']
    case 'throttled':
      return [
        `Lambda invocation failed with status: 429. Lambda request id: ${lambdaRequestId}`,
        'Execution failed due to configuration error: Rate Exceeded.',
      ]
    case 'timeout':
      return ['Execution failed due to a timeout error']
    case 'network':
      return [
        `Execution failed due to a network error communicating with endpoint: ${message ?? 'Connection is closed'}`,
      ]
    case 'no-mapping':
      return [
        `Execution failed due to configuration error: No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${endpointStatus ?? 403}`,
      ]
    case 'assume-role':
      return [
        'Execution failed due to configuration error: API Gateway does not have permission to assume the provided role',
      ]
    case 'transform':
      return ['Execution failed due to configuration error: Unable to transform request']
  }
}

function endpointOf({ endpoint, lambda }: Execution, names: RequestNames): string {
  if (endpoint !== undefined) return endpoint
  return `https://lambda.${names.region}.amazonaws.com/2015-03-31/functions/${functionArnOf(names, lambda ?? 'function')}/invocations`
}
