import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { actionsOf, statementsOf, synthesized } from './stacks-in-test.ts'

const source = join(import.meta.dirname, '../src')
const prefixes: Readonly<Record<string, string>> = { 'secrets-manager': 'secretsmanager' }
/** IAM knows no transactions: it asks for what is in them. */
const underlying: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:TransactWriteItems': ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
}

/** The actions of every command that the worker's own parts import; watched accounts are read through the role they have for it. */
function actionsCalled(): string[] {
  const files = ['entry', 'store', 'incidents', 'slack'].flatMap((folder) =>
    readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.|-in-test/.test(file))
      .map((file) => readFileSync(join(source, folder, file), 'utf8')),
  )
  const called = files.flatMap((text) =>
    [...text.matchAll(/import \{([^}]+)\} from '@aws-sdk\/client-([\w-]+)'/g)].flatMap(([, names = '', client = '']) =>
      [...names.matchAll(/(\w+)Command\b/g)].map(([, name]) => `${prefixes[client] ?? client}:${name}`),
    ),
  )
  return [...new Set(called.flatMap((action) => underlying[action] ?? [action]))].sort()
}

it('the worker may do what its code calls, and keeps nothing it no longer calls', () => {
  const granted = actionsOf(statementsOf(synthesized().hub, 'Worker'))
  const called = actionsCalled()
  expect(called).toContain('dynamodb:Query')
  expect(called.filter((action) => !granted.includes(action))).toEqual([])

  // The event source works off the queues, and Lambda itself logs and traces; roles are handed on and assumed by name.
  const others = /^(logs|xray|sts):|^iam:PassRole$|^sqs:(ReceiveMessage|DeleteMessage|GetQueueUrl|GetQueueAttributes)$/
  expect(granted.filter((action) => !called.includes(action) && !others.test(action))).toEqual([])
})
