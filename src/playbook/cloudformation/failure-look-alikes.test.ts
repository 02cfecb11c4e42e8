import { expect, it } from 'vitest'
import type { Failure } from '../../evidence/cloudformation/failures.ts'
import { causeOfFailure } from './failure-rules.ts'
import { unnamed } from './stack-failure.ts'

function row(reason: string, more: Partial<Failure> = {}): Failure {
  return { ...unnamed, status: 'CREATE_FAILED', type: 'AWS::X::Y', reason, ...more }
}
const custom = { type: 'Custom::Seed' }

it.each<readonly [string | undefined, Failure]>([
  // A property’s name is not what happened to it.
  [
    'cfn-invalid-property',
    row(
      "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900 (Service: Lambda, Status Code: 400)",
    ),
  ],
  [
    'cfn-invalid-property',
    row(
      'Resource handler returned message: "Invalid request provided: Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds (Service: Lambda, Status Code: 400)" (RequestToken: a, HandlerErrorCode: InvalidRequest)',
    ),
  ],
  [
    'cfn-invalid-property',
    row(
      'Properties validation failed for resource Stage with message: [#/MethodSettings/0/ThrottlingBurstLimit: expected type: Integer, found: String]',
    ),
  ],
  [
    'cfn-invalid-property',
    row('Timeout should be between 50 ms and 29000 ms (Service: ApiGateway, HandlerErrorCode: InvalidRequest)'),
  ],
  // A resource’s name is not what happened to it.
  ['cfn-name-conflict', row('acme-macro-artifacts already exists')],
  [
    'cfn-name-conflict',
    row('The alarm payments-errors is already in another stack (HandlerErrorCode: AlreadyExists)', {
      type: 'AWS::CloudWatch::Alarm',
    }),
  ],
  ['cfn-name-conflict', row('Export with name vpc-id is already exported by stack network-old', { source: 'stack' })],
  // A custom resource whose function was never called did not answer FAILED.
  ['cfn-invalid-property', row('Modifying service token is not allowed.', { ...custom, status: 'UPDATE_FAILED' })],
  [
    'cfn-not-found-ref',
    row('Function not found: arn:aws:lambda:eu-west-1:1:function:seed (Service: Lambda, Status Code: 404)', custom),
  ],
  [
    'cfn-iam-denied',
    row(
      'User: arn:aws:iam::1:user/ci is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-west-1:1:function:seed',
      custom,
    ),
  ],
  ['cfn-custom-resource-failed', row('the schema has no table orders', custom)],
  ['cfn-throttling', row('Too Many Requests (Service: ApiGateway, Status Code: 429)')],
  [
    'cfn-throttling',
    row('Resource handler returned message: "Rate exceeded" (RequestToken: a, HandlerErrorCode: ServiceInternalError)'),
  ],
  ['cfn-quota', row('You have attempted to create more buckets than allowed (Service: S3, Status Code: 400)')],
  ['cfn-quota', row('Template may not exceed 1000000 bytes in size.', { source: 'change-set' })],
  ['cfn-stabilize-timeout', row('Resource timed out waiting for completion (RequestToken: a)')],
  ['cfn-wait-signals', row("WaitCondition received failed message: 'cfn-init failed' for uniqueId: i-0ab1")],
  [
    'cfn-not-found-ref',
    row(
      'Error occurred while GetObject. S3 Error Code: PermanentRedirect. S3 Error Message: The bucket is in this region: us-east-1. Please use this region to retry the request',
    ),
  ],
  [
    'cfn-delete-dependency',
    row(
      "The repository with name 'web' in registry with id '1' cannot be deleted because it still contains images (HandlerErrorCode: GeneralServiceException)",
      { status: 'DELETE_FAILED' },
    ),
  ],
  [undefined, row('Invalid state for deletion', { status: 'DELETE_FAILED' })],
  [
    'cfn-rollback-trigger',
    row('Rollback triggered: alarm arn:aws:cloudwatch:eu-west-1:1:alarm:errors went to ALARM', { source: 'stack' }),
  ],
  ['cfn-transform', row('Failed to execute transform 123::Macro', { source: 'stack' })],
])('calls it %s', (id, failure) => {
  expect(causeOfFailure(failure)).toBe(id)
})
