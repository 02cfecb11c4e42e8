import type { Report, ReportCause } from './report.ts'

const place = { account: '123456789012', region: 'eu-west-1' }

const cause: ReportCause = {
  id: 'apigw502-malformed-shape',
  aliases: [],
  strength: 'proven',
  resource: {
    kind: 'function',
    id: 'orders-handler',
    name: 'orders-handler:live',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders-handler:live',
  },
  summary:
    'orders-handler returns a body that is not a string, so API Gateway cannot pass its answer on and replies 502.',
  facts: [
    {
      label: 'Execution log',
      value:
        '(5f2c) Endpoint response body before transformations: {"statusCode":200,"body":{"id":7}}\n(5f2c) Execution failed due to configuration error: Malformed Lambda proxy response',
      source: 'logs:FilterLogEvents API-Gateway-Execution-Logs_a1b2c3/prod',
      ...place,
      at: '2026-11-23T14:21:09Z',
      link: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups',
      cli: "aws logs filter-log-events --log-group-name 'API-Gateway-Execution-Logs_a1b2c3/prod' --filter-pattern '\"Malformed Lambda proxy response\"' --start-time 1795442400000 --end-time 1795446000000 --region eu-west-1",
    },
    {
      label: 'Function errors',
      value: '0 of 412 invocations',
      source: 'cloudwatch:GetMetricData AWS/Lambda Errors FunctionName=orders-handler',
      ...place,
      cli: 'aws cloudwatch get-metric-data --metric-data-queries file://errors.json --region eu-west-1',
    },
  ],
  chain: [
    { id: 'apigw502', resource: 'orders-api/prod', summary: 'answers 502 on POST /orders' },
    { id: 'apigw502-malformed-shape', resource: 'orders-handler:live', summary: 'returns an object as its body' },
  ],
  fix: {
    now: 'Point the alias live back at version 41, which returned a string.',
    proper: 'Return the body as a string: JSON.stringify it before it leaves the handler.',
    prevent: 'Check the shape of the handler’s answer in its unit test.',
    cli: 'aws lambda update-alias --function-name orders-handler --name live --function-version 41 --region eu-west-1',
    iac: 'new lambda.Alias(this, "Live", { aliasName: "live", version: previousVersion })',
  },
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html',
}

/** A report with one proven cause, as the tests of the renderers and the surfaces use it. */
export const foundReport: Report = {
  schemaVersion: 1,
  command: 'why-502 orders-api in prod last 60m',
  target: {
    kind: 'rest-api',
    id: 'a1b2c3',
    name: 'orders-api/prod',
    arn: 'arn:aws:apigateway:eu-west-1::/restapis/a1b2c3/stages/prod',
    ...place,
  },
  window: { from: '2026-11-23T14:00:00Z', to: '2026-11-23T15:00:00Z' },
  verdict: 'cause-found',
  summary: cause.summary,
  observed: [
    {
      label: '5XXError',
      value: '37 of 412 requests since 14:21',
      source: 'cloudwatch:GetMetricData AWS/ApiGateway 5XXError ApiName=orders-api',
      ...place,
      at: '2026-11-23T14:21:00Z',
    },
  ],
  causes: [cause],
  earlier: [],
  ruledOut: [
    { id: 'apigw502-function-error', why: 'The function reported no error in 412 invocations.' },
    { id: 'apigw502-response-too-large', why: 'The largest answer was 2 kB; the limit is 6 MB.' },
  ],
  undecided: [],
  gaps: [
    {
      probe: 'cloudtrail.changes',
      action: 'cloudtrail:LookupEvents',
      resource: '*',
      error: 'The diagnostic role may not read the change history.',
      statement: { Effect: 'Allow', Action: ['cloudtrail:LookupEvents'], Resource: '*' },
    },
  ],
  changes: [
    {
      at: '2026-11-23T14:19:40Z',
      who: 'deploy@example.com',
      what: 'moved the alias live from version 41 to 42',
      resource: 'orders-handler:live',
      tiedTo: 'apigw502-malformed-shape',
    },
  ],
  notes: ['The name orders-api fits one REST API; its stage prod had the traffic.'],
  cost: { calls: 14, bytesScanned: 41_000_000, usd: 0.0002 },
  durationMs: 2140,
}

const nothingNamed = { causes: [], earlier: [], gaps: [], changes: [], notes: [] }

/** The other verdicts, each in its honest form. */
export const healthyReport: Report = {
  ...foundReport,
  ...nothingNamed,
  verdict: 'healthy',
  summary: 'No request failed in the window: 412 requests, 0 answered 5xx.',
}
export const recoveredReport: Report = {
  ...foundReport,
  ...nothingNamed,
  verdict: 'recovered',
  summary: '37 requests failed from 14:21 to 14:33; none since.',
  earlier: [cause],
}
export const insufficientReport: Report = {
  ...foundReport,
  ...nothingNamed,
  verdict: 'insufficient-evidence',
  summary: '37 requests answered 502, and neither logs nor metrics that could be read say why.',
  ruledOut: [],
  undecided: [{ id: 'apigw502-malformed-shape', why: 'execution logging is off on the stage' }],
  gaps: foundReport.gaps,
}
export const severalReport: Report = {
  ...foundReport,
  verdict: 'several-possible',
  summary: 'Two causes fit what could be read.',
  causes: [
    { ...cause, strength: 'possible' },
    {
      ...cause,
      id: 'apigw502-function-error',
      strength: 'possible',
      summary: 'orders-handler may throw before it answers.',
      chain: [],
      facts: cause.facts.slice(1),
    },
  ],
}
