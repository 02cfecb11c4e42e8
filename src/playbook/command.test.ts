import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { choose } from './command.ts'

const listAndChange = (words: string): string =>
  choose('echo listed 1 2', { VERSION: words }, ({ VERSION }) => `echo changed to ${VERSION}`)

const pasted = (lines: string): string =>
  execFileSync('bash', ['-c', `${lines.replaceAll('\n', ' ; ')} ; true`], { encoding: 'utf8', stdio: 'pipe' })

it('lists, then changes to what was chosen', () => {
  const lines = listAndChange('the one before 7')

  expect(lines.split('\n')).toEqual(['echo listed 1 2', 'VERSION=', 'echo changed to "${VERSION:?the one before 7}"'])
  expect(pasted(lines.replace('VERSION=', 'VERSION=6'))).toBe('listed 1 2\nchanged to 6\n')
})

it('changes nothing while nothing is chosen, whatever the words', () => {
  for (const words of ['the one before 7', 'not "$(echo changed)"', 'a } echo changed']) {
    let said = ''
    try {
      said = pasted(listAndChange(words))
    } catch (error) {
      said = String((error as { stdout?: unknown }).stdout)
    }

    expect(said).toBe('listed 1 2\n')
  }
})
