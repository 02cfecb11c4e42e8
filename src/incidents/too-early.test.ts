import { expect, it } from 'vitest'
import { settledAt, tooEarly } from './too-early.ts'

const stateSince = Date.parse('2026-11-23T03:00:00Z')
const minutes = (count: number) => stateSince + count * 60_000
const stillThere = { found: 'still-there', words: 'Still there: it fails' } as const

it('does not let a look say "still there" of failures from before the OK', () => {
  const recovered = { state: 'recovered', stateSince } as const
  expect(tooEarly(recovered, stillThere, minutes(3), 10)).toMatchObject({
    found: 'not-checked',
    words: expect.stringContaining('OK for 3 minutes only'),
  })
  expect(tooEarly(recovered, stillThere, settledAt(recovered, 10), 10)).toBeUndefined()
})

it('lets every other look stand', () => {
  expect(tooEarly({ state: 'firing', stateSince }, stillThere, minutes(3), 10)).toBeUndefined()
  const gone = { found: 'gone', words: 'Gone' } as const
  expect(tooEarly({ state: 'recovered', stateSince }, gone, minutes(3), 10)).toBeUndefined()
})
