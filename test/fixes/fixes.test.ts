import { describe, expect, it } from 'vitest'
import type { Fix } from '../../src/playbook/cause.ts'
import { playbook } from '../../src/playbook/index.ts'
import {
  addToBucketPolicy,
  addToEndpointPolicy,
  addToKeyPolicy,
  addToManagedPolicy,
  addToQueuePolicy,
  addToTopicPolicy,
  addToTrust,
  grantTo,
} from '../../src/playbook/statement.ts'
import type { Target } from '../../src/targets/target.ts'
import { commandFaults } from './command-faults.ts'
import { sampleTargets } from './sample-targets.ts'
import { paste } from './shell.ts'

/** What each cause says before any evidence is in. */
const fixes = playbook.causes.flatMap(({ id, target, fix }) =>
  sampleTargets
    .filter(({ kind }) => kind === target)
    .map((each) => ({ id, target: each, fix: (fix as (target: Target) => Fix)(each) })),
)

function faultsOf(commands: readonly string[]): string[] {
  return paste([...new Set(commands)]).flatMap(commandFaults)
}

it('there is a target of each kind that a cause is about', () => {
  const kinds = new Set(fixes.map(({ target }) => target.kind))

  expect(playbook.causes.filter(({ target }) => !kinds.has(target)).map(({ id }) => id)).toEqual([])
})

it('what a cause says without evidence pastes, whatever the names', { timeout: 60_000 }, () => {
  expect(faultsOf(fixes.flatMap(({ fix }) => fix.cli ?? []))).toEqual([])
})

it('nothing is left open in words and templates', () => {
  const open = /(?<!drops )\bundefined\b|\[object |\bNaN\b|\b(?:RESOURCE_ARN|PRINCIPAL_ARN|YOUR_\w+)\b/

  expect(fixes.flatMap(({ fix }) => Object.values(fix)).filter((words) => open.test(words))).toEqual([])
})

describe('a statement is added', () => {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: "arn:aws:s3:::docs/it's $5.txt" }

  it('beside those that are there', () => {
    expect(
      faultsOf([
        addToTrust('a+role=1,2.@x', statement),
        addToKeyPolicy('alias/a', 'eu-west-1', statement),
        addToQueuePolicy('https://sqs.eu-west-1.amazonaws.com/1/q', 'eu-west-1', statement),
        addToTopicPolicy('arn:aws:sns:eu-west-1:1:t', 'eu-west-1', statement),
        addToBucketPolicy('b', 'eu-west-1', statement),
        addToBucketPolicy('b', 'eu-west-1', statement, false),
        addToEndpointPolicy('vpce-1', 'eu-west-1', statement),
        addToManagedPolicy('arn:aws:iam::1:policy/boundary', statement),
      ]),
    ).toEqual([])
  })

  it('to an identity under a name of its own, with the resource as it is', () => {
    const [pasted] = paste([grantTo('role', 'reader', statement)])
    const words = pasted?.calls[0] ?? []

    expect(words[words.indexOf('--policy-name') + 1]).toBe('allow-s3-getobject-docs-it-s-5-txt')
    expect(JSON.parse(words.at(-1) ?? '').Statement).toEqual([statement])
  })
})

describe('a command is refused', () => {
  it.each([
    ['aws lambda delete-function-concurrency --function-name BUCKET --region eu-west-1', 'a placeholder'],
    ['aws lambda delete-function-concurrency --function-name <name> --region eu-west-1', 'a placeholder'],
    ['aws lambda delete-function-concurrency --function-name a', 'names no region'],
    ['aws lambda delete-function-concurrency --name a --region eu-west-1', 'no option --name'],
    ['aws lambda forget-function --function-name a --region eu-west-1', 'not in test/fixes'],
    ["aws lambda delete-function-concurrency --function-name it's --region eu-west-1", 'the shell says'],
    ['aws lambda delete-function-concurrency --function-name $LATEST --region eu-west-1', 'the shell says'],
    ['aws lambda delete-function-concurrency --function-name "" --region eu-west-1', 'an empty word'],
    [`aws iam put-role-policy --role-name a --policy-name b --policy-document '{"Action":""a""}'`, 'no JSON'],
  ])('%s', (cli, fault) => {
    expect(faultsOf([cli]).join('\n')).toContain(fault)
  })
})
