import { describe, expect, it } from 'vitest'
import { lineOfField } from './source-line.ts'

const source = `import { defineConfig } from './src/config/config.ts'

// defineConfig({ in a comment
export default defineConfig({
  accounts: {
    'prod-eu': { id: '1', regions: ['eu-west-1', 'us-east-1'] },
  },
  playbook: {
    notes: [
      // { cause: 'commented' },
      { cause: 'a', note: 'braces } and ] in text' },
      {
        cause: 'b',
        runbook: \`https://x
        \`,
      }, { cause: 'c' },
    ],
    off: [],
  },
})
`

describe('the line of a field', () => {
  it.each<readonly [readonly PropertyKey[], number]>([
    [[], 4],
    [['accounts'], 5],
    [['accounts', 'prod-eu', 'id'], 6],
    [['accounts', 'prod-eu', 'regions', 1], 6],
    [['playbook', 'notes', 0, 'cause'], 11],
    [['playbook', 'notes', 1], 12],
    [['playbook', 'notes', 1, 'cause'], 13],
    [['playbook', 'notes', 2, 'cause'], 16],
    [['playbook', 'off'], 18],
  ])('%j', (path, line) => {
    expect(lineOfField(source, path)).toBe(line)
  })

  it('is that of what is around it when it is not written out', () => {
    expect(lineOfField(source, ['playbook', 'off', 0, 'reason'])).toBe(18)
    expect(lineOfField(source, ['limits', 'usd'])).toBe(4)
  })

  it('is unknown where no configuration is written out', () => {
    expect(lineOfField('export default made()', ['limits'])).toBeUndefined()
  })
})
