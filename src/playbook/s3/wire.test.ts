import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { bucketLookup } from '../../targets/resolve/bucket.ts'
import { askByName, type WireAnswer, wireNow } from '../iam/ask-in-test.ts'
import { s3Playbook } from './index.ts'

type Bucket = NonNullable<DeclaredWorld['buckets']>[number]
const role = 'arn:aws:iam::123456789012:role/reader'
const object = 'arn:aws:s3:::invoices/a.pdf'

async function ask(
  bucket: Partial<Bucket>,
  details?: Record<string, string>,
  more: DeclaredWorld = {},
  name = 'invoices',
): Promise<WireAnswer> {
  const answer = await askByName({
    world: { buckets: [{ name: 'invoices', ...bucket }], ...more },
    symptom: '403',
    playbook: s3Playbook,
    lookups: [bucketLookup],
    name,
    ...(details !== undefined && { details }),
  })
  expect(answer.broken).toEqual([])
  expect(answer.targets.map((target) => target.kind)).toEqual(['bucket'])
  expect(answer.calls.length).toBeLessThanOrEqual(25)
  return answer
}

function policy(...statements: object[]) {
  return { Version: '2012-10-17', Statement: statements }
}
const tlsOnly = {
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::invoices', 'arn:aws:s3:::invoices/*'],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
}
const endpointOnly = {
  Sid: 'EndpointOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: 'arn:aws:s3:::invoices/*',
  Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
}

function readerWith(
  actions: readonly string[],
  resource: string | string[] = ['arn:aws:s3:::invoices', 'arn:aws:s3:::invoices/*'],
): DeclaredWorld {
  return {
    roles: [{ name: 'reader', inline: { own: policy({ Effect: 'Allow', Action: actions, Resource: resource }) } }],
  } as DeclaredWorld
}

function refused(because: string, action = 's3:GetObject', resource = object): string {
  return `User: arn:aws:sts::123456789012:assumed-role/reader/x is not authorized to perform: ${action} on resource: "${resource}" ${because}`
}

describe('a pasted error', () => {
  it.each<readonly [string, string, Partial<Bucket>]>([
    ['s3-no-identity-allow proven', refused('because no identity-based policy allows the s3:GetObject action'), {}],
    ['s3-bucket-policy-deny proven', refused('with an explicit deny in a resource-based policy'), {}],
    [
      's3-bucket-requires-vpce likely',
      refused('with an explicit deny in a resource-based policy'),
      { policy: policy(endpointOnly) },
    ],
    ['s3-scp-rcp proven', refused('with an explicit deny in a resource control policy'), {}],
    ['s3-vpce-policy proven', refused('because no VPC endpoint policy allows the s3:GetObject action'), {}],
    [
      's3-kms-caller-denied proven',
      refused(
        'because no identity-based policy allows the kms:Decrypt action',
        'kms:Decrypt',
        'arn:aws:kms:eu-west-1:123456789012:key/1',
      ),
      {},
    ],
    [
      's3-missing-key-without-listbucket likely',
      `An error occurred calling GetObject: ${refused('because no identity-based policy allows the s3:ListBucket action', 's3:ListBucket', 'arn:aws:s3:::invoices')}`,
      {},
    ],
    [
      's3-bpa-block-public-acls proven',
      refused(
        'because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access',
        's3:PutObjectAcl',
      ),
      {},
    ],
    [
      's3-bpa-block-public-policy proven',
      refused(
        'because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access',
        's3:PutBucketPolicy',
        'arn:aws:s3:::invoices',
      ),
      {},
    ],
    ['s3-acl-disabled proven', 'AccessControlListNotSupported: The bucket does not allow ACLs', {}],
    ['s3-signature-mismatch likely', 'SignatureDoesNotMatch: The request signature we calculated does not match', {}],
    ['s3-clock-skew likely', 'RequestTimeTooSkewed', {}],
    [
      's3-wrong-region likely',
      'PermanentRedirect: The bucket you are attempting to access must be addressed using the specified endpoint',
      {},
    ],
    ['s3-archived likely', "InvalidObjectState: The operation is not valid for the object's storage class", {}],
    ['s3-account-problem likely', 'AllAccessDisabled: All access to this object has been disabled', {}],
    ['s3-mfa-delete likely', 'Mfa Authentication must be used for this request', {}],
    ['s3-presigned-session-gone likely', 'ExpiredToken: The provided token has expired.', {}],
    ['s3-object-lock proven', 'Access Denied because object protected by object lock.', {}],
    [
      's3-access-point likely',
      refused(
        'because no resource-based policy allows the s3:GetObject action',
        's3:GetObject',
        'arn:aws:s3:eu-west-1:123456789012:accesspoint/reports/object/a',
      ),
      {},
    ],
  ])('%s', async (id, error, bucket) => {
    const answer = await ask(bucket, { error })
    expect(answer.ids).toEqual([id])
    expect(answer.verdict).toBe('cause-found')
  })
})

describe('a presigned address', () => {
  const signed = (at: string, seconds: number, region = 'eu-west-1'): string =>
    `https://invoices.s3.eu-west-1.amazonaws.com/a.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261123%2F${region}%2Fs3%2Faws4_request&X-Amz-Date=${at}&X-Amz-Expires=${seconds}&X-Amz-SignedHeaders=host&X-Amz-Signature=deadbeefdeadbeef`
  it('is worked out, and its signature kept nowhere', async () => {
    const answer = await ask({}, undefined, {}, signed('20261123T010000Z', 3600))
    expect(answer.ids).toEqual(['s3-presigned-expired likely'])
    expect(answer.causes[0]?.found.finding.summary).toContain('61 min ago')
    expect(JSON.stringify([answer.targets, answer.causes[0]?.found.finding])).not.toMatch(/deadbeef|AKIAIOSF/)
    expect((await ask({}, undefined, {}, signed('20261123T025500Z', 3600, 'us-east-1'))).ids).toEqual([
      's3-wrong-region likely',
    ])
    expect((await ask({}, undefined, {}, signed('20261123T025500Z', 3600))).causes).toEqual([])
  })

  it('can do no more than its signer', async () => {
    const answer = await ask(
      {},
      { principal: 'reader' },
      readerWith(['s3:PutObject']),
      signed('20261123T025500Z', 3600),
    )
    expect(answer.ids).toEqual(['s3-presigned-signer-perms proven'])
  })
})

describe('a question about a bucket', () => {
  it('claims nothing for a usual bucket', async () => {
    const answer = await ask({ policy: policy(tlsOnly) })
    expect(answer).toMatchObject({ verdict: 'insufficient-evidence', causes: [] })
    const counted = {
      metrics: ['AllRequests', '4xxErrors'].map((metric, index) => ({
        namespace: 'AWS/S3',
        metric,
        dimensions: { BucketName: 'invoices', FilterId: 'EntireBucket' },
        points: [{ from: '-50m', to: '-2m', value: index === 0 ? 20 : 0 }],
      })),
    }
    expect(await ask({ policy: policy(tlsOnly) }, undefined, counted as DeclaredWorld)).toMatchObject({
      verdict: 'healthy',
      causes: [],
    })
  })

  it('names what provably refuses the asked action', async () => {
    const asked = { principal: 'reader', action: 's3:GetObject', key: 'a.pdf' }
    const deny = {
      Sid: 'NoReader',
      Effect: 'Deny',
      Principal: { AWS: role },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::invoices/*',
    }
    expect((await ask({ policy: policy(deny), objects: { 'a.pdf': 1 } }, asked, readerWith(['s3:*']))).ids).toEqual([
      's3-bucket-policy-deny proven',
    ])
    expect((await ask({ objects: { 'a.pdf': 1 } }, asked, readerWith(['s3:PutObject']))).ids).toEqual([
      's3-no-identity-allow proven',
    ])
    expect((await ask({ objects: { 'a.pdf': 1 } }, asked, readerWith(['s3:GetObject', 's3:ListBucket']))).ids).toEqual(
      [],
    )
    expect((await ask({}, asked, readerWith(['s3:GetObject']))).ids).toEqual([
      's3-missing-key-without-listbucket likely',
    ])
    expect((await ask({}, { ...asked, principal: 'arn:aws:iam::999999999999:role/partner' })).ids).toEqual([
      's3-cross-account-one-side proven',
    ])
  })

  it('tells the bucket’s own Block Public Access from the account’s', async () => {
    const open = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::invoices/*' }
    const off = {
      blockPublicAcls: false,
      ignorePublicAcls: false,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    }
    expect((await ask({ policy: policy(open) })).ids).toEqual(['s3-bpa-restrict-public-buckets likely'])
    expect(
      (
        await ask({ policy: policy(open), publicAccessBlock: off }, undefined, {
          accountPublicAccessBlock: {},
        } as DeclaredWorld)
      ).ids,
    ).toEqual(['s3-bpa-account-or-org likely'])
    expect((await ask({ policy: policy(open), publicAccessBlock: off })).ids).toEqual([])
  })

  it('sees a key that cannot be used', async () => {
    const kms = { encryption: { algorithm: 'aws:kms', kmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/1111' } }
    expect(
      (await ask(kms, undefined, { keys: [{ id: '1111', state: 'PendingDeletion' }] } as DeclaredWorld)).ids,
    ).toEqual(['s3-kms-key-state likely'])
    const trail = [
      {
        at: '-5m',
        name: 'Decrypt',
        source: 'kms',
        user: 'reader/x',
        errorCode: 'AccessDenied',
        errorMessage: refused(
          'because no identity-based policy allows the kms:Decrypt action',
          'kms:Decrypt',
          'arn:aws:kms:eu-west-1:123456789012:key/1111',
        ),
        request: { encryptionContext: { 'aws:s3:arn': object } },
      },
    ]
    const answer = await ask(kms, undefined, { keys: [{ id: '1111' }], trail } as DeclaredWorld)
    expect(answer.ids).toEqual(['s3-kms-caller-denied proven'])
    expect(answer.causes[0]?.found.finding.times?.every((time) => time < wireNow)).toBe(true)
  })

  it('calls a conditional Deny and requester pays possible, never more', async () => {
    expect((await ask({ policy: policy(endpointOnly) })).ids).toEqual(['s3-bucket-requires-vpce possible'])
    expect((await ask({ requestPayer: 'Requester' })).ids).toEqual(['s3-requester-pays possible'])
  })

  it('keeps what it may not read as gaps', async () => {
    const answer = await ask({ policy: policy(tlsOnly) }, undefined, {
      deny: ['s3:GetBucketPolicy', 's3:GetAccountPublicAccessBlock'],
    })
    expect(answer.causes).toEqual([])
    expect(answer.unread.join()).toContain('s3.policy')
    expect(answer.unread.join()).toContain('s3.account-public-access')
  })
})
