import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { bucketLookup } from '../../targets/resolve/bucket.ts'
import { askByName } from '../iam/ask-in-test.ts'
import { s3Playbook } from './index.ts'

const account = 'arn:aws:iam::123456789012'
const key = 'arn:aws:kms:eu-west-1:123456789012:key/2222'
const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements })
const allow = (action: string | string[], resource: string) => ({ Effect: 'Allow', Action: action, Resource: resource })
const reading = allow(['s3:GetObject', 's3:ListBucket'], '*')
const role = (...statements: object[]) => ({ name: 'app', inline: { own: document(...statements) } })
const encrypted = { encryption: { algorithm: 'aws:kms', kmsKeyId: key } }
const asked = { principal: `${account}:role/app`, action: 's3:GetObject', key: 'a' }

type Bucket = Partial<NonNullable<DeclaredWorld['buckets']>[number]>

async function ask(world: DeclaredWorld, own: Bucket = {}, details: Record<string, string> = asked, name = 'lake') {
  const answer = await askByName({
    world: { buckets: [{ name: 'lake', objects: { a: 1 }, ...own }], ...world },
    symptom: '403',
    playbook: s3Playbook,
    lookups: [bucketLookup],
    name,
    details,
  })
  expect(answer.broken).toEqual([])
  expect(answer.calls.length).toBeLessThanOrEqual(25)
  return answer
}

describe('the key of the bucket', () => {
  const keys = [{ id: '2222' }]

  it('leaves reading to the caller’s own policies, which lack kms:Decrypt', async () => {
    const answer = await ask({ keys, roles: [role(reading)] }, encrypted)
    expect(answer.ids).toEqual(['s3-kms-caller-denied likely'])
    expect(JSON.stringify(answer.causes)).toContain(`"Action\\":\\"kms:Decrypt\\"`)
  })

  it('wants kms:GenerateDataKey for writing', async () => {
    const answer = await ask(
      { keys, roles: [role(allow('s3:PutObject', '*'), allow('kms:Decrypt', '*'))] },
      encrypted,
      {
        ...asked,
        action: 's3:PutObject',
      },
    )
    expect(answer.ids).toEqual(['s3-kms-caller-denied likely'])
  })

  it('is not blamed for refusing somebody else', async () => {
    const answer = await ask(
      {
        keys,
        roles: [role(reading, allow('kms:Decrypt', key))],
        trail: [
          {
            at: '-3m',
            name: 'Decrypt',
            source: 'kms',
            user: 'scanner/x',
            errorCode: 'AccessDenied',
            errorMessage: 'User: scanner is not authorized to perform: kms:Decrypt',
            request: { encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::lake/a' } },
          },
        ],
      },
      encrypted,
    )
    expect(answer.ids).toEqual([])
  })
})

it('names the Deny that is left, not the one that wants TLS', async () => {
  const deny = (sid: string, condition: object) => ({
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: 'arn:aws:s3:::lake/*',
    Condition: condition,
  })
  const policy = document(
    deny('Tls', { Bool: { 'aws:SecureTransport': 'false' } }),
    deny('Office', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
  )
  const error = `User: ${account}:role/app is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::lake/a" with an explicit deny in a resource-based policy`
  const answer = await ask({ roles: [role(reading)] }, { policy }, { error })
  expect(answer.ids).toEqual(['s3-bucket-policy-deny proven'])
  expect(answer.causes[0]?.found.finding.summary).toContain('(Office)')
})

it('hears the organization and the boundary from the simulator', async () => {
  const scp = document(allow('*', '*'), { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' })
  expect((await ask({ scp, roles: [role(reading)] })).ids).toEqual(['s3-scp-rcp proven'])
  const policies = [{ name: 'cap', document: document(allow('sqs:*', '*')) }]
  const capped = await ask({ policies, roles: [{ ...role(reading), boundary: 'cap' }] })
  expect(capped.causes[0]?.found.finding.summary).toContain('permissions boundary')
})

it('follows an access point to its bucket, and says what its network asks for', async () => {
  const accessPoints = [{ name: 'lake-ap', bucket: 'lake', vpcId: 'vpc-1' }]
  const point = 'arn:aws:s3:eu-west-1:123456789012:accesspoint/lake-ap/object/a'
  const { key: _key, ...told } = asked
  const answer = await ask({ accessPoints, roles: [role(reading)] }, {}, told, point)
  expect(answer.ids).toEqual(['s3-access-point possible'])
  expect(answer.targets[0]).toMatchObject({
    kind: 'bucket',
    name: 'lake',
    request: { key: 'a', accessPoint: 'lake-ap' },
  })
})

it('asks a directory bucket for nothing but its session', async () => {
  const answer = await ask({ roles: [role(reading)] }, {}, { principal: asked.principal }, 'lake--euw1-az1--x-s3')
  expect(answer.ids).toEqual(['s3-directory-bucket likely'])
  expect(answer.calls.filter((call) => /^GetBucket|^ListObjects|CreateSession/.test(call))).toEqual([])
})
