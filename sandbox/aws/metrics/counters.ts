const counterNames = new Set([
  'Invocations',
  'Errors',
  'Throttles',
  'Count',
  '4XXError',
  '5XXError',
  '4xx',
  '5xx',
  'DeadLetterErrors',
  'DestinationDeliveryFailures',
  'AsyncEventsReceived',
  'AsyncEventsDropped',
  'ProvisionedConcurrencyInvocations',
  'ProvisionedConcurrencySpilloverInvocations',
  'RecursiveInvocationsDropped',
  'UrlRequestCount',
  'Url4xxCount',
  'Url5xxCount',
  'ConnectCount',
  'MessageCount',
  'IntegrationError',
  'ClientError',
  'ExecutionError',
  'RequestCount',
  'LambdaUserError',
  'LambdaInternalError',
  'BlockedRequests',
  'AllowedRequests',
  'CountedRequests',
  'MatchedEvents',
  'TriggeredRules',
  'FailedInvocations',
  'ThrottledRules',
  'InvocationsSentToDlq',
  'InvocationsFailedToBeSentToDlq',
  'ErrorPortAllocation',
  'PacketsDropCount',
  'ThrottledRequests',
  'UserErrors',
  'SystemErrors',
  'TransactionConflict',
  'ConditionalCheckFailedRequests',
  'IncomingBytes',
  'IncomingLogEvents',
])

/** True for metrics whose samples count things: their `value` is the sum of a minute. */
export function isCounter(metric: string): boolean {
  return (
    counterNames.has(metric) ||
    /^HTTPCode_|ThrottleEvents$|^NumberOf(Messages|Empty|Notifications)|^Consumed(Read|Write)CapacityUnits$/.test(
      metric,
    )
  )
}

/** The metric of the same dimensions that tells how many samples another one has. */
export function sampleSource(namespace: string, metric: string): string | undefined {
  if (namespace === 'AWS/Lambda' && ['Errors', 'Throttles', 'Duration'].includes(metric)) return 'Invocations'
  if (
    namespace === 'AWS/ApiGateway' &&
    ['4XXError', '5XXError', '4xx', '5xx', 'Latency', 'IntegrationLatency'].includes(metric)
  )
    return 'Count'
  return undefined
}

const units: Readonly<Record<string, string>> = {
  Duration: 'Milliseconds',
  Latency: 'Milliseconds',
  IntegrationLatency: 'Milliseconds',
  DataProcessed: 'Bytes',
}

/** The unit AWS publishes a metric with, as far as the sandbox knows it. */
export function unitOf(metric: string): string {
  return (
    units[metric] ??
    (metric.endsWith('Latency') ? 'Milliseconds' : metric.endsWith('Utilization') ? 'Percent' : 'Count')
  )
}
