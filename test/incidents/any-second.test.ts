import { describe, expect, it } from 'vitest'
import { askedOf, reportFrom } from './answer.ts'
import { incidents } from './incident.ts'

/** The second of its minute at which the world is made, and how many seconds later it is asked about. */
const moments: readonly (readonly [number, number])[] = [
  [1, 0],
  [13, 8],
  [29, 45],
  [58, 4],
]
const minuteMs = 60_000

const all = incidents()
const chosen = [
  ...new Map(all.map((each) => [each.path.split('/')[0], each])).values(),
  ...all.filter(({ path }) => ['502/throttled-table.json', '504/http-api-no-access-log-slow.json'].includes(path)),
]

describe.each(chosen)('$path', ({ incident }) => {
  it('is answered alike whatever the second, and some time later', async () => {
    const minute = Math.floor(Date.now() / minuteMs) * minuteMs
    const told: string[] = []
    for (const [second, later] of moments) {
      const madeAt = minute + second * 1000 + 846
      const { answer } = await askedOf(incident.command, incident.world, {}, { madeAt, askedAt: madeAt + later * 1000 })
      const { verdict, causes } = reportFrom(answer)
      const chains = causes.map(({ id, strength, chain }) => `${id} ${strength} ${chain.map((hop) => hop.id)}`)
      told.push([verdict, ...chains].join(' | '))
    }
    expect(new Set(told).size, told.join('\n')).toBe(1)
  })
})
