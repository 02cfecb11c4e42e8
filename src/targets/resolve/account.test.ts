import { expect, it } from 'vitest'
import { startAws } from '../../../sandbox/aws/server.ts'
import { makeReader } from '../../aws/reader.ts'
import type { Symptom } from '../symptom.ts'
import { accountLookups } from './account.ts'
import { resolveName } from './resolution.ts'

async function resolve(name: string, symptom: Symptom) {
  const aws = await startAws({
    buckets: [{ name: 'invoices' }],
    functions: [{ name: 'orders' }],
    securityGroups: [{ id: 'sg-0a1b2c3d' }],
  })
  try {
    const reader = makeReader({
      account: '123456789012',
      region: 'eu-west-1',
      partition: 'aws',
      endpoint: aws.url,
      signal: AbortSignal.timeout(20_000),
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'sandbox' },
    })
    const { found, notes, isInstead } = await resolveName(name, symptom, reader, accountLookups)
    return { found: found.map(({ target }) => `${target.kind} ${target.name}`), notes, isInstead }
  } finally {
    await aws.close()
  }
}

it.each([
  ['', 'cost', 'account 123456789012'],
  ['lambda', 'cost', 'account lambda'],
  ['', 'security', 'account 123456789012'],
  ['123456789012', 'security', 'account 123456789012'],
  ['invoices', 'security', 'bucket invoices'],
  ['arn:aws:s3:::invoices', 'security', 'bucket invoices'],
  ['orders', 'security', 'function orders'],
  ['sg-0a1b2c3d', 'security', 'account arn:aws:ec2:eu-west-1:123456789012:security-group/sg-0a1b2c3d'],
] as const)('reads “%s” of why-%s as %s', async (name, symptom, target) => {
  const { found, isInstead } = await resolve(name, symptom)
  expect(found).toEqual([target])
  expect(isInstead).toBe(false)
})

it('falls back to the account, and says so', async () => {
  const { found, notes, isInstead } = await resolve('nothing-of-this-name', 'security')

  expect(found).toEqual(['account 123456789012'])
  expect(notes.join(' ')).toContain('nothing-of-this-name')
  expect(isInstead).toBe(true)
})
