/**
 * The incidents that the scripts are run on: of each symptom two that have a cause and refuse no reads: the first, with what must be shown
 * of it where one declares that, and the first that is hard, or else a chain, a red herring or a look-alike. To each the fact that proves
 * its cause, as it stands in what AWS answers to the call before the arrow; where there are several, each is needed.
 */
export const decisiveFacts: Readonly<Record<string, readonly RegExp[]>> = {
  '403/access-point-of-a-vpc': [/access-point .*"NetworkOrigin":"VPC"/],
  '403/blocked-but-not-public': [/role-policy .*partner-in\/incoming/],
  '4xx/api-key': [/filter-log-events .*INVALID_API_KEY/],
  '4xx/common-log-format': [/get-stages .*"throttlingRateLimit":0\.5/, /filter-log-events .* 429 /],
  '500/alias-deleted': [/get-function-configuration cart:live → refused: ResourceNotFound|DeleteAlias/],
  '500/gateway-response-remaps': [/filter-log-events .*Error: boom/],
  '502/access-denied': [/filter-log-events .*not authorized to perform: dynamodb:GetItem/],
  '502/began-two-minutes-ago': [/filter-log-events .*Runtime\.HandlerNotFound/],
  '504/cold-starts-only': [/filter-log-events .*INIT_REPORT.*timeout/],
  '504/http-api-timeout': [/filter-log-events .*Endpoint request timed out|"TimeoutInMillis":30000/],
  'cold-start/a-dozen-starts-of-two-seconds': [/filter-log-events .*Init Duration/],
  'cold-start/allocation-failed': [/provisioned-concurrency-configs .*FUNCTION_ERROR_INIT_FAILURE/],
  'cost/anomaly-agrees': [/get-cost-and-usage .*DataEventsRecorded/],
  'cost/recursive-thumbnailer': [/RecursiveInvocationsDropped .*→ .*[1-9]/],
  'denied/another-role-was-refused': [/lookup-events .*reporting-role.*glue:GetTable/],
  'denied/encoded-message-decoded': [/NoBigMachines/],
  'errors/access-denied': [/filter-log-events .*not authorized to perform: dynamodb:PutItem/],
  'errors/background-one-in-ten-thousand': [/filter-log-events .*SyntaxError: Unexpected end/],
  'failed/bucket-name-taken': [/describe-stack-events .*acme-exports-prod already exists/],
  'failed/custom-resource-without-token': [/filter-log-events .*UndefinedColumn/],
  'no-event/another-state': [/describe-rule .*"state":\s*\["terminated"\]/],
  'no-event/detail-encoded-twice': [/describe-rule .*"state":\s*\["PAID"\]/, /test-event-pattern → .*"Result":false/],
  'security/asked-by-the-rule': [/get-compliance-details-by-config-rule .*payroll-exports/],
  'security/quarantined-key': [/AWSCompromisedKeyQuarantineV3/],
  'slow/batches-come-back-unprocessed': [/ReadThrottleEvents Sum price-list → .*[1-9]/],
  'slow/one-of-two-tables': [/ReadThrottleEvents Sum friends → .*[1-9]/],
  'stuck/consumer-was-deleted': [/get-function-configuration survey-writer → refused: ResourceNotFound/],
  'stuck/fifo-group-blocked': [/filter-log-events .*ValidationError: unknown currency/],
  'throttled-tables/account-quota-for-a-table': [/describe-limits → .*"TableMaxWriteCapacityUnits":40000/],
  'throttled-tables/batch-writes-partly-refused': [
    /WriteThrottleEvents Sum import-staging → .*[1-9]/,
    /describe-scalable-targets .*"MaxCapacity":100\b/,
  ],
  'throttled/account-limit': [
    /get-account-settings → .*"ConcurrentExecutions":1000/,
    /ConcurrentExecutions Maximum {2}?→ .*\b1000\b/,
  ],
  'throttled/queue-against-reservation': [
    /get-function-concurrency .*"ReservedConcurrentExecutions":2\b/,
    /list-event-source-mappings .*:import-queue/,
  ],
  'timeout/cpu-starved': [/get-function-configuration .*"Timeout":30\b/, /Duration p50 resize → .*\b2\d{4}\b/],
  'timeout/default-three-seconds': [/get-function-configuration .*"Timeout":3\b/],
  'why/stack-failed': [/filter-log-events .*GetSecretValue/],
  'why/stack-of-a-failing-function': [/filter-log-events .*TypeError: Cannot read properties/],
}

/** Whether what a script has read holds every fact that is needed. */
export function holdsFacts(lines: readonly string[], facts: readonly RegExp[]): boolean {
  return facts.every((fact) => lines.some((line) => fact.test(line)))
}
