import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { lambdaPlaybook } from '../lambda/index.ts'
import { apiGatewayPlaybook } from './index.ts'

/** Every id the playbook knows for 502, 504, 503, 500 and 4xx of APIs. */
const ids = [
  'apigw502-malformed-shape',
  'apigw502-body-not-string',
  'apigw502-undefined-return',
  'apigw502-bad-headers',
  'apigw502-unhandled-exception',
  'apigw502-lambda-timeout',
  'apigw502-init-crash',
  'apigw502-oom',
  'apigw502-response-too-large',
  'apigw502-binary-options',
  'apigw502-wrong-alias-version',
  'apigw502-stale-deployment',
  'apigw502-lambda-infra-502',
  'apigw502-http-proxy-bad-upstream',
  'alb502-lambda-target',
  'alb502-target-reset',
  'cloudfront502-origin',
  'fnurl502',
  'httpapi500-malformed',
  'httpapi500-payload-version',
  'apigw504-integration-timeout',
  'apigw504-fn-timeout-gt-29',
  'apigw504-cold-start',
  'apigw504-network-failure',
  'apigw504-vpclink-target-unhealthy',
  'apigw500-vpclink-failed',
  'apigw500-vpclink-tls-name',
  'apigw504-edge-cf',
  'apigw504-lambda-waiting-downstream',
  'apigw504-streaming',
  'apigw504-authorizer-slow',
  'httpapi503-timeout',
  'httpapi503-custom-low-timeout',
  'httpapi503-vpclink',
  'apigw503-lambda-concurrency',
  'apigw503-regional-incident',
  'ws-410-or-500',
  'apigw403-missing-token-route',
  'apigw403-missing-token-iam',
  'apigw403-iam-not-allowed',
  'apigw403-resource-policy',
  'apigw403-lambda-authorizer-deny',
  'apigw401-unauthorized',
  'apigw500-authorizer-error',
  'apigw403-api-key',
  'apigw403-waf',
  'apigw403-private-api',
  'apigw403-default-endpoint-disabled',
  'apigw403-domain-no-mapping',
  'apigw403-mtls',
  'apigw403-sigv4-invalid',
  'apigw429-account-throttle',
  'apigw429-stage-method-throttle',
  'apigw429-usage-plan',
  'apigw429-quota',
  'apigw400-validation',
  'apigw413-too-large',
  'apigw414-arn-too-long',
  'apigw415-media',
  'apigw431-headers',
  'apigw404-http-route',
  'apigw4xx-cors',
  'apigw500-lambda-permission',
  'apigw500-credentials-role',
  'apigw500-lambda-throttled',
  'apigw500-function-missing',
  'apigw500-nonproxy-mapping',
  'apigw500-vtl',
  'apigw500-wrong-http-method',
  'apigw500-sdk-header-conflict',
  'apigw500-internal',
]

it('accounts for every id: as a cause, an alias of one, or advice', () => {
  const parts = [apiGatewayPlaybook, lambdaPlaybook]
  const known = new Set([
    ...parts.flatMap((part) =>
      part.causes.flatMap((cause) => [cause.id, ...(cause.aliases ?? []).map((alias) => alias.id)]),
    ),
    ...parts.flatMap((part) => part.advice.map((row) => row.id)),
  ])
  expect(ids.filter((id) => !known.has(id))).toEqual([])
})

it('names each cause after its file, once', () => {
  const files = readdirSync(import.meta.dirname).filter((file) =>
    /^(?:apigw|httpapi|alb502|fnurl|ws-)[\w-]*\.ts$/.test(file),
  )
  expect(apiGatewayPlaybook.causes.map((cause) => `${cause.id}.ts`).sort()).toEqual(files.sort())
})
