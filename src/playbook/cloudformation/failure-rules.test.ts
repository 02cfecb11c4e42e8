import { expect, it } from 'vitest'
import type { Failure } from '../../evidence/cloudformation/failures.ts'
import { causeOfFailure, plainReason } from './failure-rules.ts'
import { unnamed } from './stack-failure.ts'

function row(reason: string, more: Partial<Failure> = {}): Failure {
  return { ...unnamed, status: 'CREATE_FAILED', type: 'AWS::X::Y', reason, ...more }
}
const deleting = { status: 'DELETE_FAILED' }

it.each<readonly [string, Failure]>([
  [
    'cfn-iam-denied',
    row(
      'API: iam:CreateRole User: arn:aws:iam::1:user/ci is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::1:role/x',
    ),
  ],
  [
    'cfn-iam-denied',
    row(
      'Resource handler returned message: "Access denied for operation \'AWS::S3::Bucket\'" (RequestToken: a, HandlerErrorCode: AccessDenied)',
    ),
  ],
  [
    'cfn-iam-denied',
    row(
      'You are not authorized to perform this operation. Encoded authorization failure message: abcdefghijklmnopqrstuvw',
    ),
  ],
  [
    'cfn-drift',
    row('Resource handler returned message: "The specified queue does not exist. (Service: Sqs, Status Code: 400)"', {
      status: 'UPDATE_FAILED',
      type: 'AWS::SQS::Queue',
      physicalId: 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs',
    }),
  ],
  [
    'cfn-not-found-ref',
    row('The specified bucket does not exist (Service: S3, Status Code: 404)', {
      status: 'UPDATE_FAILED',
      type: 'AWS::S3::BucketPolicy',
      physicalId: 'assets-of-old',
    }),
  ],
  ['cfn-name-conflict', row('orders-data already exists')],
  [
    'cfn-name-conflict',
    row(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename orders and update the stack again.',
    ),
  ],
  [
    'cfn-name-conflict',
    row('x', { source: 'validation', validation: { name: 'NAME_CONFLICT_VALIDATION', path: '', changeSetArn: '' } }),
  ],
  [
    'cfn-name-conflict',
    row(
      'The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.',
      { source: 'change-set' },
    ),
  ],
  [
    'cfn-early-property',
    row(
      'The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.',
      { source: 'change-set' },
    ),
  ],
  [
    'cfn-early-property',
    row('x', {
      source: 'validation',
      validation: { name: 'PROPERTY_VALIDATION', path: '/Resources/A/Properties/B', changeSetArn: '' },
    }),
  ],
  [
    'cfn-early-bucket-not-empty',
    row('x', { source: 'validation', validation: { name: 'BUCKET_EMPTINESS_VALIDATION', path: '', changeSetArn: '' } }),
  ],
  [
    'cfn-quota',
    row('The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400, Error Code: VpcLimitExceeded)'),
  ],
  [
    'cfn-quota',
    row(
      'Resource handler returned message: "Limit exceeded" (RequestToken: a, HandlerErrorCode: ServiceLimitExceeded)',
    ),
  ],
  [
    'cfn-throttling',
    row('Rate exceeded (Service: AmazonApiGateway; Status Code: 429; Error Code: TooManyRequestsException)'),
  ],
  [
    'cfn-invalid-property',
    row('Properties validation failed for resource Fn with message: #/MemorySize: 20 is not greater or equal to 128'),
  ],
  [
    'cfn-invalid-property',
    row(
      'Resource handler returned message: "Invalid request provided: The role defined for the function cannot be assumed by Lambda." (RequestToken: a, HandlerErrorCode: InvalidRequest)',
    ),
  ],
  ['cfn-invalid-property', row('Encountered unsupported property Foo')],
  ['cfn-not-found-ref', row('No export named vpc-id found. Rollback requested by user.')],
  [
    'cfn-not-found-ref',
    row("The subnet ID 'subnet-1' does not exist (Service: Ec2, Error Code: InvalidSubnetID.NotFound)"),
  ],
  [
    'cfn-drift',
    row(
      'Resource handler returned message: "Queue https://sqs.eu-west-1.amazonaws.com/1/orders-queue does not exist" (RequestToken: a, HandlerErrorCode: NotFound)',
      { status: 'UPDATE_FAILED', physicalId: 'https://sqs.eu-west-1.amazonaws.com/1/orders-queue' },
    ),
  ],
  [
    'cfn-stabilize-timeout',
    row(
      'Resource handler returned message: "Exceeded attempts to wait" (RequestToken: a, HandlerErrorCode: NotStabilized)',
    ),
  ],
  ['cfn-stabilize-timeout', row("Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.")],
  [
    'cfn-custom-resource-timeout',
    row(
      'CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [1-2]. If you are using the Python cfn-response module, you may need to update your Lambda function code.',
      { type: 'Custom::Seed' },
    ),
  ],
  [
    'cfn-custom-resource-failed',
    row('Received response status [FAILED] from custom resource. Message returned: AccessDenied: not authorized', {
      type: 'Custom::Seed',
    }),
  ],
  ['cfn-hook-failed', row('The following hook(s) failed: [Acme::S3::Encryption]')],
  ['cfn-circular', row('Circular dependency between resources: [A, B]', { source: 'change-set' })],
  ['cfn-capabilities', row('Requires capabilities : [CAPABILITY_NAMED_IAM]', { type: 'AWS::CloudFormation::Stack' })],
  [
    'cfn-transform',
    row('Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document.', {
      source: 'stack',
    }),
  ],
  [
    'cfn-changeset-nochanges',
    row("The submitted information didn't contain changes. Submit different information to create a change set.", {
      source: 'change-set',
    }),
  ],
  [
    'cfn-nested-failed',
    row(
      'Embedded stack arn:aws:cloudformation:eu-west-1:1:stack/a/b was not successfully created: The following resource(s) failed to create: [X].',
    ),
  ],
  ['cfn-wait-signals', row('Failed to receive 1 resource signal(s) within the specified duration')],
  [
    'cfn-rollback-trigger',
    row('Rollback trigger alarm arn:aws:cloudwatch:eu-west-1:1:alarm:x went into ALARM state', { source: 'stack' }),
  ],
  ['cfn-export-in-use', row('Export net-vpc cannot be updated as it is in use by web and api')],
  [
    'cfn-delete-bucket',
    row(
      'The bucket you tried to delete is not empty (Service: Amazon S3; Status Code: 409; Error Code: BucketNotEmpty)',
      deleting,
    ),
  ],
  [
    'cfn-delete-dependency',
    row(
      'resource sg-1 has a dependent object (Service: Ec2, Status Code: 400, Error Code: DependencyViolation)',
      deleting,
    ),
  ],
  ['cfn-delete-protection', row('Resource cannot be deleted because deletion protection is enabled', deleting)],
  [
    'cfn-delete-conflict-iam',
    row('Cannot delete entity, must detach all policies first. (Service: Iam, Error Code: DeleteConflict)', deleting),
  ],
  [
    'cfn-delete-edge',
    row(
      'Lambda was unable to delete arn:aws:lambda:us-east-1:1:function:edge:1 because it is a replicated function.',
      deleting,
    ),
  ],
  [
    'cfn-delete-hostedzone',
    row('The specified hosted zone contains non-required resource record sets and so cannot be deleted.', deleting),
  ],
  ['cfn-delete-role-gone', row('Role arn:aws:iam::1:role/cfn is invalid or cannot be assumed', { source: 'stack' })],
])('%s is named by its own words', (id, failure) => {
  expect(causeOfFailure(failure)).toBe(id)
})

it('leaves words that no rule knows unnamed', () => {
  expect(
    causeOfFailure(
      row('Resource handler returned message: "null" (RequestToken: a, HandlerErrorCode: GeneralServiceException)'),
    ),
  ).toBeUndefined()
})

it('unwraps what a service said', () => {
  expect(
    plainReason(
      'Resource handler returned message: "Table already exists: orders" (RequestToken: 1, HandlerErrorCode: AlreadyExists)',
    ),
  ).toBe('Table already exists: orders')
})
