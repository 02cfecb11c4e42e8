import { describe, expect, it } from 'vitest'
import { classify, connectionProblem, credentialsProblem } from './failure.ts'

const named = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more })

describe('classify', () => {
  it('takes the action and resource out of a refusal', () => {
    const error = named(
      'AccessDeniedException',
      'User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: lambda:GetPolicy on resource: arn:aws:lambda:eu-west-1:1:function:orders because no identity-based policy allows the lambda:GetPolicy action',
    )

    expect(classify(error)).toMatchObject({
      status: 'denied',
      action: 'lambda:GetPolicy',
      resource: 'arn:aws:lambda:eu-west-1:1:function:orders',
    })
  })

  it('leaves out the quotes that S3 puts around a resource', () => {
    const error = named(
      'AccessDenied',
      'User: arn:aws:iam::1:user/a is not authorized to perform: s3:GetBucketPolicy on resource: "arn:aws:s3:::plans" because no identity-based policy allows it',
    )

    expect(classify(error)).toMatchObject({ action: 's3:GetBucketPolicy', resource: 'arn:aws:s3:::plans' })
  })

  it.each([
    ['UnauthorizedOperation', 'You are not authorized to perform this operation.', 'denied'],
    ['AccessDenied', 'Access Denied', 'denied'],
    ['ThrottlingException', 'Rate exceeded', 'throttled'],
    ['TooManyRequestsException', 'Too Many Requests', 'throttled'],
    ['ResourceNotFoundException', 'Function not found', 'absent'],
    ['NoSuchBucketPolicy', 'The bucket policy does not exist', 'absent'],
    ['AWS.SimpleQueueService.NonExistentQueue', 'The queue does not exist', 'absent'],
    ['InternalFailure', 'Something broke', 'failed'],
    ['TypeError', 'Cannot read properties of undefined', 'failed'],
  ])('takes %s (%s) for %s', (name, message, status) => {
    expect(classify(named(name, message)).status).toBe(status)
  })

  it('goes by the status where the code says nothing', () => {
    expect(classify(named('UnknownError', 'UnknownError', { $metadata: { httpStatusCode: 403 } })).status).toBe(
      'denied',
    )
    expect(classify(named('UnknownError', 'UnknownError', { $metadata: { httpStatusCode: 404 } })).status).toBe(
      'failed',
    )
  })

  it('never throws', () => {
    for (const odd of [undefined, null, 'text', 5, {}]) expect(classify(odd).status).toBe('failed')
  })
})

describe('problems of the whole connection', () => {
  it.each([
    ['ExpiredTokenException', 'have expired'],
    ['InvalidClientTokenId', 'refused these credentials'],
    ['CredentialsProviderError', 'No AWS credentials'],
  ])('says what to do about %s', (name, words) => {
    expect(credentialsProblem(named(name, ''))).toContain(words)
  })

  it('are not seen in an ordinary refusal', () => {
    expect(credentialsProblem(named('AccessDeniedException', 'no'))).toBeUndefined()
  })

  it('names the address that could not be reached', () => {
    const refused = named('Error', 'connect ECONNREFUSED 127.0.0.1:9', { code: 'ECONNREFUSED' })

    expect(connectionProblem(refused)).toContain('127.0.0.1:9')
    expect(connectionProblem(new Error('fetch failed', { cause: refused }))).toContain('127.0.0.1:9')
  })
})
