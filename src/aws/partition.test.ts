import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { domainOf, globalRegionOf, isOptIn, partitionOf, regionsNamedIn } from './partition.ts'

it.each([
  ['eu-west-1', 'aws', 'us-east-1', false],
  ['me-central-1', 'aws', 'us-east-1', true],
  ['cn-northwest-1', 'aws-cn', 'cn-north-1', false],
  ['us-gov-east-1', 'aws-us-gov', 'us-gov-west-1', false],
  ['us-iso-west-1', 'aws-iso', 'us-iso-east-1', false],
  ['us-isob-east-1', 'aws-iso-b', 'us-isob-east-1', false],
  ['eusc-de-east-1', 'aws-eusc', 'eusc-de-east-1', false],
])('%s is in %s', (region, partition, global, optIn) => {
  expect([partitionOf(region), globalRegionOf(partition), isOptIn(region)]).toEqual([partition, global, optIn])
})

it.each([
  ['aws', 'amazonaws.com'],
  ['aws-us-gov', 'amazonaws.com'],
  ['aws-cn', 'amazonaws.com.cn'],
  ['aws-eusc', 'amazonaws.eu'],
])('%s has the domain %s', (partition, domain) => {
  expect(domainOf(partition)).toBe(domain)
})

it('no address and no ARN is put together for one partition alone', () => {
  const source = join(import.meta.dirname, '..')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.test\.|-in-test|arbitrary-|example-/.test(file),
  )
  const bound = files.filter((file) =>
    /\$\{[^}]*\}\.(?:console\.aws\.)?amazon(?:aws)?\.com|`arn:aws:[^`]*\$\{|`https:\/\/console\.aws/.test(
      readFileSync(join(source, file), 'utf8'),
    ),
  )

  expect(files.length).toBeGreaterThan(500)
  expect(bound).toEqual(['report/information/placeholder.ts'])
})

it('finds the regions of ARNs in a pasted text, and four at most', () => {
  expect(
    regionsNamedIn(
      'User: arn:aws:sts::1:assumed-role/a/b may not … on arn:aws:secretsmanager:eu-central-1:1:secret:x-1 in us-gov-west-1',
    ),
  ).toEqual(['eu-central-1', 'us-gov-west-1'])
  expect(regionsNamedIn('why-502 orders-api-1 my-eu-west-1-bucket us-east-12')).toEqual([])
  expect(regionsNamedIn('ap-south-1 ap-south-2 eu-west-1 eu-west-2 eu-west-3')).toHaveLength(4)
})
