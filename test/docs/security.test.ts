import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { botScopes } from '../../src/slack/scopes.ts'
import { answerDays } from '../../src/store/answers.ts'
import { pageOf, root } from './page.ts'

const page = pageOf('security.md')

it('names only tests that exist, and one for each threat', () => {
  const tests = [...page.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, file = '']) => file)
  const [, threats = ''] = /^## Threats\n([\s\S]*?)^## /m.exec(page) ?? []
  const rows = threats
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)

  expect(tests.filter((file) => !existsSync(join(root, file)))).toEqual([])
  expect(rows.length).toBeGreaterThan(15)
  expect(rows.filter((row) => !row.includes('.test.ts`'))).toEqual([])
})

it('lists the scopes of the app, each with its reason', () => {
  const [, rows = ''] = /^\| scope \| why \|\n\| --- \| --- \|\n((?:\|.*\n)+)/m.exec(page) ?? []
  const told = [...rows.matchAll(/^\| `([\w:]+)` \| (.+) \|$/gm)].map(([, scope, why = '']) => [
    scope,
    why.toLowerCase(),
  ])

  expect(told).toEqual(Object.entries(botScopes).map(([scope, why]) => [scope, why.toLowerCase()]))
})

it('says for how long reports are kept, as the code does', () => {
  expect(page).toMatch(new RegExp(`Reports and the questions .* \\| ${answerDays} days \\|`))
})
