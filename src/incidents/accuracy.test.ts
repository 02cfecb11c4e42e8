import { expect, it } from 'vitest'
import { foundReport } from '../report/example-reports.ts'
import { accuracyOf } from './accuracy.ts'
import { at, opening } from './arbitrary-event.ts'
import { outcomeOf } from './compare.ts'
import type { IncidentEvent } from './event.ts'
import type { Incident } from './incident.ts'
import { open, transition } from './transition.ts'

const [cause] = foundReport.causes

/** An incident in which this cause was named, and what people then did. */
function incident(causeId: string | undefined, ...happenings: object[]): Incident {
  const causes = cause === undefined || causeId === undefined ? [] : [{ ...cause, id: causeId, aliases: [] }]
  const outcome = outcomeOf({ ...foundReport, causes }, { reportId: 'r' })
  return [{ type: 'diagnosed', outcome }, ...happenings].reduce<Incident>(
    (before, happening, index) =>
      transition(before, { ...happening, id: `e${index}`, at, by: { kind: 'person', user: 'U1' } } as IncidentEvent),
    open(opening),
  )
}
const judged = (causeWas: string) => ({ type: 'cause-judged', causeWas })
const resolved = (causeWas: string) => ({ type: 'resolved', causeWas })

it('counts the newest word on each named cause, those most often wrong first', () => {
  expect(
    accuracyOf([
      incident('lambda-oom', judged('right')),
      incident('lambda-oom', judged('right'), resolved('other')),
      incident('lambda-timeout', judged('other'), judged('right')),
      incident('lambda-timeout', resolved('unsaid')),
      incident(undefined, judged('right'), resolved('right')),
      incident('lambda-oom', judged('other'), { type: 'merged', into: 'i-2' }),
    ]),
  ).toEqual({
    named: 4,
    right: 2,
    other: 1,
    unsaid: 1,
    byCause: [
      { id: 'lambda-oom', right: 1, other: 1 },
      { id: 'lambda-timeout', right: 1, other: 0 },
    ],
  })
})

it('does not count a word on a cause that is no longer named', () => {
  const outcome = incident('lambda-timeout').diagnosis
  const changed = incident('lambda-oom', judged('right'), {
    type: 'rechecked',
    found: 'still-there',
    words: '',
    outcome,
  })
  expect(accuracyOf([changed])).toMatchObject({ named: 1, right: 0, unsaid: 1 })
})
