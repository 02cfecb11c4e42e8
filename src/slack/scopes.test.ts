import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { botScopes } from './scopes.ts'

it('are those of the manifest, and each has a reason', () => {
  const manifest = readFileSync(join(import.meta.dirname, '../../manifest.yml'), 'utf8')
  const [, block = ''] = /^ *bot:\n((?: +[-#] .*\n)+)/m.exec(manifest) ?? []
  const asked = [...block.matchAll(/^ +- (.+)/gm)].map(([, scope = '']) => scope.trim())

  expect(Object.keys(botScopes)).toEqual(asked)
  for (const why of Object.values(botScopes)) expect(why.length).toBeGreaterThan(10)
})
