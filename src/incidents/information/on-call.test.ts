import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InformationContext } from '../../report/information/command.ts'
import { anAlarm, opening } from '../arbitrary-event.ts'
import { channel, hour, shiftEnd } from '../handoff/handoff-in-test.ts'
import { startOnCall, type TestOnCall } from '../oncall/on-call-in-test.ts'
import { handoffCommand, noteCommand, onCallCommand } from './on-call.ts'

let test: TestOnCall
beforeAll(async () => {
  test = await startOnCall(shiftEnd - 2 * hour)
  const shift = { count: 1, unit: 'weeks' } as const
  const plan = {
    members: ['UANNA', 'UBEN'],
    shift,
    startDate: '2026-03-23',
    handoverTime: '09:00',
    timeZone: 'Europe/Berlin',
  }
  const by = { kind: 'person', user: 'UANNA' } as const
  for (const [id, name, of] of [
    ['one', 'Checkout', channel],
    ['two', 'Payments', 'C0PAYMENTS'],
  ] as const)
    await test.desk.change(id, { type: 'set', setting: { name, channel: of }, plan }, `set ${id}`, by)
  const at = test.now
  await test.records.take({
    event: { type: 'alarm-changed', alarm: anAlarm('checkout-errors'), id: 'fires', at, by: { kind: 'aws' } },
    opening: { ...opening, id: 'i-1', title: 'checkout-errors', channel, openedAt: at },
    questions: [],
    isOver: () => true,
  })
})
afterAll(() => test.close())

const context = (name: string) =>
  ({
    request: { name, command: 'typed' },
    asker: { door: 'terminal' },
    now: test.now,
    accounts: [],
  }) as unknown as InformationContext

describe('on-call in a terminal', () => {
  it('says who is on call in every rotation, or in the one that is named', async () => {
    const all = await onCallCommand(test.desk).run(context(''))
    expect(all).toMatchObject({
      kind: 'page',
      data: { rotations: [{ name: 'Checkout', now: { user: 'UANNA', to: shiftEnd } }, { name: 'Payments' }] },
    })
    const one = await onCallCommand(test.desk).run(context('pay'))
    expect(one).toMatchObject({
      data: { rotations: [{ name: 'Payments', next: [{ user: 'UBEN' }, { user: 'UANNA' }, { user: 'UBEN' }] }] },
    })
  })

  it('tells what would be handed over, offers it to nobody, and asks which rotation is meant', async () => {
    const told = await handoffCommand(test.desk).run(context('checkout'))
    expect(told).toMatchObject({
      kind: 'page',
      data: { from: 'UANNA', to: 'UBEN', items: [{ id: 'i-1', owner: 'UANNA' }] },
    })
    expect((await test.desk.handoff.list('one')).records).toEqual([])
    expect(await handoffCommand(test.desk).run(context(''))).toMatchObject({
      kind: 'refused',
      sentence: expect.stringContaining('handoff "Payments"'),
    })
  })

  it('says where it is kept when it cannot be read, and where notes are written', async () => {
    for (const command of [onCallCommand(undefined), handoffCommand(undefined)])
      expect(await command.run(context(''))).toMatchObject({
        kind: 'refused',
        sentence: expect.stringContaining('FIRSTLOOK_TABLE'),
      })
    expect(await noteCommand().run(context(''))).toMatchObject({
      sentence: expect.stringContaining('written in Slack'),
    })
  })
})
