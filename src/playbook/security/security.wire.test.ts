import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { accountRegion } from '../../targets/resolve/account.ts'
import { lambdaFunction, placeOf, type Target } from '../../targets/target.ts'
import { askWire, wirePlace } from '../cost/ask-in-test.ts'
import { securityPlaybook } from './index.ts'

const account = accountRegion(wirePlace)
const bucket = (name: string): Target => ({
  kind: 'bucket',
  id: name,
  name,
  arn: `arn:aws:s3:::${name}`,
  ...placeOf(wirePlace),
})
const rule = (name: string, source: string, type: string, id: string, annotation?: string) => ({
  name,
  source,
  evaluations: [{ type, id, ...(annotation !== undefined && { annotation }) }],
})
const compliant = {
  name: 'vpc-flow-logs-enabled',
  evaluations: [{ type: 'AWS::EC2::VPC', id: 'vpc-1', compliance: 'COMPLIANT' as const }],
}

function ask(world: Partial<DeclaredWorld>, root: Target = account) {
  return askWire({ config: { rules: [compliant] }, ...world }, 'security', root, securityPlaybook, 1)
}
const open = {
  publicAccessBlock: null,
  ownership: 'ObjectWriter' as const,
  grants: [{ to: 'AllUsers', permission: 'READ' }],
}
const kept = {
  versioning: 'Enabled' as const,
  logging: { bucket: 'logs' },
  policy: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  },
}

describe('why-security of a bucket', () => {
  it('finds a bucket that is open to everybody', async () => {
    const answer = await ask({ buckets: [{ name: 'invoices', ...kept, ...open }] }, bucket('invoices'))

    expect(answer.broken).toEqual([])
    expect(answer.verdict).toBe('cause-found')
    expect(answer.ids).toEqual(['s3-public proven'])
    expect(answer.first?.summary).toContain('AllUsers')
  })

  it('finds nothing on a well kept bucket', async () => {
    const answer = await ask({ buckets: [{ name: 'invoices', ...kept }] }, bucket('invoices'))

    expect(answer.verdict).toBe('healthy')
    expect(answer.ids).toEqual([])
  })

  it('calls a missing TLS policy possible only, and likely where a rule asks for it', async () => {
    const plain = { buckets: [{ name: 'invoices', ...kept, policy: undefined }] }
    const alone = await ask(plain, bucket('invoices'))
    const ruled = await ask(
      { ...plain, config: { rules: [rule('tls-only', 'S3_BUCKET_SSL_REQUESTS_ONLY', 'AWS::S3::Bucket', 'invoices')] } },
      bucket('invoices'),
    )

    expect(alone.ids).toEqual(['s3-no-tls possible'])
    expect(ruled.ids).toEqual(['s3-no-tls likely'])
  })

  it('never says fine where it could not look', async () => {
    const answer = await ask({ buckets: [{ name: 'invoices', ...kept, ...open }], deny: ['s3:*'] }, bucket('invoices'))

    expect(answer.verdict).toBe('insufficient-evidence')
    expect(answer.ids).toEqual([])
  })
})

describe('why-security of a function', () => {
  const fn = lambdaFunction(wirePlace, 'webhook')
  const statement = (extra: object) => ({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'any', Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*', ...extra },
    ],
  })

  it('finds a policy that lets everybody call it', async () => {
    const answer = await ask({ functions: [{ name: 'webhook', policies: { '': statement({}) } }] }, fn)

    expect(answer.ids).toEqual(['lambda-public proven'])
  })

  it('leaves a condition that binds alone, and names variables without their values', async () => {
    const answer = await ask(
      {
        functions: [
          {
            name: 'webhook',
            policies: { '': statement({ Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } }) },
            environment: { DB_PASSWORD: 'hunter2-never-shown', SECRET_ARN: 'arn:x' },
          },
        ],
      },
      fn,
    )

    expect(answer.ids).toEqual(['lambda-env-secrets possible'])
    expect(JSON.stringify(answer.outcomes)).not.toContain('hunter2')
    expect(answer.first?.summary).not.toContain('SECRET_ARN')
  })
})

describe('why-security of the account', () => {
  it('follows a broken rule to its resource, within the budget of reads', async () => {
    const answer = await ask({
      config: {
        rules: [
          rule('restricted-ssh', 'INCOMING_SSH_DISABLED', 'AWS::EC2::SecurityGroup', 'sg-1', 'open to 0.0.0.0/0'),
        ],
      },
      buckets: [{ name: 'a' }, { name: 'b' }],
    })

    expect(answer.broken).toEqual([])
    expect(answer.ids).toContain('sg-open likely')
    expect(answer.calls.length).toBeLessThanOrEqual(30)
  })

  it('names a stopped recorder, and does not call the account secure', async () => {
    const answer = await ask({ config: { recording: false, rules: [compliant] } })

    expect(answer.ids).toContain('cmp-config-off proven')
    expect(answer.sighting?.observation.state).toBe('unknown')
  })

  it('names a rule that fails itself', async () => {
    const answer = await ask({ config: { rules: [{ name: 'team-rule', error: 'AccessDenied', evaluations: [] }] } })

    expect(answer.ids).toContain('cmp-config-rule-error proven')
  })

  it('finds SSH open to the world', async () => {
    const answer = await ask({
      securityGroups: [{ id: 'sg-1', ingress: [{ protocol: 'tcp', ports: 22, cidrs: ['0.0.0.0/0'] }] }],
    })

    expect(answer.ids).toContain('sg-open likely')
  })
})

describe('why-security of a queue and a key', () => {
  it('finds a queue that everybody may use', async () => {
    const queue: Target = {
      kind: 'queue',
      id: 'orders',
      name: 'orders',
      url: '',
      arn: 'arn:aws:sqs:eu-west-1:123456789012:orders',
      ...placeOf(wirePlace),
    }
    const answer = await ask(
      {
        queues: [
          {
            name: 'orders',
            policy: {
              Version: '2012-10-17',
              Statement: [{ Sid: 'all', Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }],
            },
          },
        ],
      },
      queue,
    )

    expect(answer.ids).toEqual(['iam-external-access proven'])
  })
})
