import { expect, it } from 'vitest'
import type { HandoffDesk } from '../handoff/handoff-desk.ts'
import { makeOnCallDesk } from './on-call-desk.ts'
import type { OnCallDue } from './on-call-due.ts'
import { endOfTime, type Shift } from './shifts.ts'
import type { OnCallSource } from './source.ts'

const hour = 3600_000
const now = Date.parse('2026-11-24T03:00:00Z')
const none = async () => undefined
const nothing = { get: none, ofChannel: none, list: async () => [], timeline: async () => [] }

/** A desk over one schedule kept elsewhere. */
function aDesk(shifts: readonly Shift[]) {
  const planned: OnCallDue[] = []
  const redirected: string[] = []
  const looked: OnCallDue[] = []
  const source: OnCallSource = {
    ...{ id: 'pagerduty-PSCHED1', name: 'Checkout', channel: 'C0CHECKOUT', timeZone: 'Europe/Berlin' },
    link: 'https://app.pagerduty.com/schedules#PSCHED1',
    shifts: async ({ from, to }) => shifts.filter((shift) => shift.to > from && shift.from < to),
  }
  const handoff: Partial<HandoffDesk> = {
    redirect: async ({ id }) => void redirected.push(id),
    remind: async () => true,
  }
  const desk = makeOnCallDesk({
    rotations: { ...nothing, change: () => Promise.reject(new Error('nothing is changed')) },
    handoff: handoff as HandoffDesk,
    elsewhere: [source],
    config: {
      onCall: { handoff: { offerMinutes: 60, remindMinutes: 15, escalateMinutes: 30, escalateTo: [] }, pagerDuty: [] },
    },
    schedule: async (due) => void planned.push(due),
    keepGroup: async () => undefined,
    lookAround: async (due) => void looked.push(due),
    clock: () => now,
    log: { info: () => undefined, error: (message) => expect.unreachable(message) },
  })
  return { desk, source, planned, redirected, looked }
}
const turn = (from: number, to: number, user: string): Shift => ({ from, to, user, why: 'turn' })
const due = (kind: OnCallDue['kind']): OnCallDue => ({ kind, rotationId: 'pagerduty-PSCHED1', at: now, since: now })

it('a schedule kept elsewhere has its handoffs planned daily, though nobody ever asked for it', async () => {
  const { desk, planned, looked } = aDesk([
    turn(now - hour, now + 10 * hour, 'UANNA'),
    turn(now + 10 * hour, now + 900 * hour, 'UBEN'),
  ])
  await desk.due({ ...due('look-around'), rotationId: 'accounts' })
  expect(planned.map(({ kind, at }) => [kind, at])).toEqual([
    ['offer-handoff', now + 9 * hour],
    ['begin-shift', now + 10 * hour],
  ])
  expect(looked).toHaveLength(1)
  await desk.due({ ...due('look-around'), place: { account: '123456789012', region: 'eu-west-1' } })
  expect(planned).toHaveLength(2)
})

it('and what waits is offered to whoever is next by now, when a shift begins and before anybody is reminded', async () => {
  const { desk, redirected } = aDesk([turn(now - hour, now + 900 * hour, 'UANNA')])
  await desk.due(due('begin-shift'))
  await desk.due(due('remind-handoff'))
  expect(redirected).toEqual(['pagerduty-PSCHED1', 'pagerduty-PSCHED1'])
})

it('somebody who is on call with no end has nobody to hand over to', async () => {
  const { desk, source, planned } = aDesk([turn(now - hour, endOfTime, 'UANNA')])
  expect((await desk.handOver(source)).fault).toContain('<@UANNA> is on call in Checkout with no end')
  await desk.plan(source)
  expect(planned).toEqual([])
})
