import { describe, expect, it } from 'vitest'
import { loadConfig } from '../config/config.ts'
import type { IncidentState } from './incident.ts'
import { plansAfter } from './plans.ts'
import { open } from './transition.ts'

const minute = 60_000
const config = loadConfig({
  alarmChannel: 'C0ONCALL',
  alarms: { unacknowledged: { escalateTo: ['U0BOSS'] }, reopenMinutes: 30 },
})
const fresh = open({
  ...{ id: 'i-1', kind: 'alarm', title: 'orders-errors', severity: 'high', openedAt: 0 },
  ...{ account: '123456789012', region: 'eu-west-1', channel: 'C0ONCALL', routedBy: 'the default' },
})
const inState = (state: IncidentState) => ({ ...fresh, version: 3, state, stateSince: 0 })
const kindsOf = (state: IncidentState, before: IncidentState, isNew: boolean, now = 0) =>
  plansAfter({ before: inState(before), after: inState(state), isNew }, config, now).map(({ kind }) => kind)

describe('what is to be done later', () => {
  it('is planned when a state begins, and not again with what happens in it', () => {
    expect(kindsOf('recovered', 'firing', true)).toEqual(['look-again', 'close'])
    expect(kindsOf('recovered', 'recovered', true)).toEqual([])
  })

  it('is planned again with what was delivered again, at the same time, so that it comes once', () => {
    const again = { before: inState('recovered'), after: inState('recovered'), isNew: false }
    const first = { before: inState('firing'), after: inState('recovered'), isNew: true }
    expect(plansAfter(again, config, 0)).toEqual(plansAfter(first, config, 0))
  })

  it('comes late where its time is past, but for what people would be told twice', () => {
    const later = 60 * minute
    const again = { before: inState('recovered'), after: inState('recovered'), isNew: false }
    expect(plansAfter(again, config, later).map(({ at }) => at)).toEqual([later + minute, later + minute])
    expect(kindsOf('firing', 'firing', false, 0)).toEqual(['remind', 'escalate'])
    expect(kindsOf('firing', 'firing', false, later)).toEqual([])
  })
})
