import { describe, expect, it } from 'vitest'
import { askedOf, reportFrom } from './answer.ts'
import { incidents } from './incident.ts'
import { breaches, shortfalls } from './verify.ts'

const all = incidents()

describe.each(all)('$path', ({ incident }) => {
  it(`${incident.kind}: ${incident.title}`, async () => {
    const { answer, calls } = await askedOf(incident.command, incident.world)
    const report = reportFrom(answer)

    expect([...shortfalls(report, incident.expect), ...breaches(report)]).toEqual([])
    const isLocked =
      incident.world.deny !== undefined || incident.world.caller !== undefined || incident.world.scp !== undefined
    const refused = calls
      .filter((call) => /AccessDenied|UnauthorizedOperation/.test(call.error ?? ''))
      .map((call) => call.action)
    if (!isLocked) expect(refused, 'actions that no probe declares').toEqual([])
  })
})

it('there are incidents to answer', () => {
  expect(all.length).toBeGreaterThan(0)
})
