import { expect, it } from 'vitest'
import { makeReader } from '../aws/reader.ts'
import { conclude } from './conclude.ts'
import { makeGatherer } from './gather.ts'
import { investigate } from './investigate.ts'
import { causeOf, orders, place, playbookOf, signOf } from './playbook-in-test.ts'

const now = Date.parse('2026-11-23T03:00:00Z')
const minute = 60_000
const { signal } = new AbortController()

it('puts what still fails before what failed earlier, however sure that is, and mere possibilities last', async () => {
  const gatherer = makeGatherer({
    aws: makeReader({ ...place, signal }),
    window: { from: now - 60 * minute, to: now },
    now,
  })
  const times = [now - 58 * minute, now - 57 * minute, now - 3 * minute, now - 2 * minute]
  const playbook = playbookOf({
    causes: [
      causeOf('a-earlier', { times: times.slice(0, 2) }),
      causeOf('b-now', { times: times.slice(2), strength: 'likely' }),
      causeOf('c-maybe', { times: times.slice(2), strength: 'possible' }),
    ],
    signs: [signOf({ times })],
  })

  const { causes } = conclude(
    await investigate({ roots: [orders], symptom: 'errors', playbook, gatherer, signal }),
    'errors',
  )

  expect(causes.map(({ found }) => found.cause.id)).toEqual(['b-now', 'a-earlier', 'c-maybe'])
})
