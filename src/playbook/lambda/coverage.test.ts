import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { lambdaPlaybook } from './index.ts'

/** Every id the playbook knows for timeouts, errors and throttling of functions. */
const ids = [
  'lambda-timeout-default-3s',
  'lambda-timeout-too-low',
  'lambda-timeout-vpc-no-egress',
  'lambda-timeout-sg-nacl',
  'lambda-timeout-vpce-policy-or-dns',
  'lambda-timeout-nat-exhaustion',
  'lambda-timeout-downstream-slow',
  'lambda-timeout-sdk-retries',
  'lambda-timeout-db-connections',
  'lambda-timeout-cpu-starved',
  'lambda-timeout-memory-thrash',
  'lambda-timeout-event-loop',
  'lambda-timeout-extension',
  'lambda-timeout-init-suppressed',
  'lambda-timeout-efs',
  'lambda-timeout-payload-outlier',
  'lambda-timeout-recursion',
  'lambda-timeout-deploy-regression',
  'lambda-import-module',
  'lambda-aws-sdk-v2-missing',
  'lambda-esm-cjs',
  'lambda-handler-not-found',
  'lambda-wrong-arch-binary',
  'lambda-oom',
  'lambda-exit-nonzero',
  'lambda-unhandled-exception',
  'lambda-unhandled-rejection',
  'lambda-tmp-full',
  'lambda-env-kms-denied',
  'lambda-kms-disabled',
  'lambda-env-missing',
  'lambda-code-accessdenied',
  'lambda-credentials-expired-global',
  'lambda-layer-missing',
  'lambda-runtime-deprecated',
  'lambda-runtime-auto-update',
  'lambda-state-failed',
  'lambda-image-pull',
  'lambda-eni-subnet',
  'lambda-vpc-role-perm',
  'lambda-efs',
  'lambda-snapstart',
  'lambda-response-too-large',
  'lambda-request-too-large',
  'lambda-async-dropped',
  'lambda-dlq-permission',
  'lambda-recursion-stopped',
  'lambda-no-logs',
  'lambda-fnurl-403',
  'lambda-code-signing',
  'lambda-downstream-4xx5xx',
  'lambda-throttle-reserved-zero',
  'lambda-throttle-reserved',
  'lambda-throttle-account',
  'lambda-throttle-unreserved-starved',
  'lambda-throttle-rps',
  'lambda-throttle-scaling-rate',
  'lambda-throttle-caller-api',
  'lambda-throttle-new-account',
  'lambda-throttle-esm',
  'lambda-throttle-pc-misc',
]

it('accounts for every id: as a cause, an alias of one, or advice', () => {
  const known = new Set([
    ...lambdaPlaybook.causes.flatMap((cause) => [cause.id, ...(cause.aliases ?? []).map((alias) => alias.id)]),
    ...lambdaPlaybook.advice.map((row) => row.id),
  ])
  expect(ids.filter((id) => !known.has(id))).toEqual([])
})

it('names each cause after its file, once', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => /^(?:lambda|apigw502)-.*(?<!\.test)\.ts$/.test(file))
  expect(lambdaPlaybook.causes.map((cause) => `${cause.id}.ts`).sort()).toEqual(files.sort())
})
