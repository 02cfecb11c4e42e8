import fc from 'fast-check'
import type { AlarmChange, IncidentEvent } from './event.ts'
import { alarmStates, incidentStates, severities } from './incident.ts'
import type { Opening } from './transition.ts'

/** The time at which the incidents of tests begin, in epoch milliseconds. */
export const at = Date.parse('2026-11-23T03:00:00Z')

/** What the incidents of tests are opened with. */
export const opening: Opening = {
  id: 'i-1',
  kind: 'alarm',
  title: 'orders-5xx',
  account: '123456789012',
  region: 'eu-west-1',
  openedAt: at,
  channel: 'C0ONCALL',
  routedBy: 'default channel',
  severity: 'high',
}

/** A change of an alarm with this name to ALARM. */
export function anAlarm(name: string): AlarmChange {
  const arn = `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`
  return { arn, name, account: '123456789012', region: 'eu-west-1', state: 'ALARM', changedAt: at }
}

const times = fc.integer({ min: 0, max: 120 }).map((minutes) => at + minutes * 60_000)
const change = fc
  .record({
    name: fc.constantFrom('orders-5xx', 'orders-latency', 'carts-errors'),
    state: fc.constantFrom(...alarmStates),
    changedAt: times,
  })
  .map(({ name, ...rest }) => ({ ...anAlarm(name), ...rest }))
const alarm = change.map((each) => ({ ...each, firings: each.state === 'ALARM' ? 1 : 0, firstFiredAt: each.changedAt }))
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('alarm-changed'), alarm: change }) },
  fc.record({
    type: fc.constant('alarm-configured'),
    arn: change.map(({ arn }) => arn),
    change: fc.constantFrom('edited', 'deleted'),
    changedAt: times,
  }),
  fc.record({
    type: fc.constantFrom('diagnosis-started', 'diagnosis-interrupted', 'diagnosis-failed'),
    reference: fc.constantFrom('r1', 'r2'),
  }),
  fc.record({ type: fc.constant('diagnosed'), outcome: fc.constant({ reportId: 'a', verdict: 'cause-found' }) }),
  fc.record({
    type: fc.constant('rechecked'),
    found: fc.constantFrom('gone', 'still-there', 'only-quiet', 'not-checked'),
    words: fc.constant('compared'),
  }),
  fc.record({ type: fc.constantFrom('acknowledged', 'acknowledgement-confirmed') }),
  fc.record({ type: fc.constant('unacknowledged'), why: fc.constantFrom('asked', 'unconfirmed') }),
  fc.record({ type: fc.constant('snoozed'), until: fc.oneof(times, fc.constant('ok')), reason: fc.string() }),
  fc.record({ type: fc.constant('snooze-ended'), why: fc.constantFrom('expired', 'asked', 'cause-changed') }),
  fc.record({ type: fc.constant('assigned'), to: fc.constantFrom('U1', 'U2'), why: fc.constant('asked') }),
  fc.record({ type: fc.constant('reminded'), to: fc.constant('U1') }),
  fc.record({ type: fc.constant('escalated'), to: fc.constant('U2'), level: fc.nat(3) }),
  fc.record({ type: fc.constant('severity-changed'), severity: fc.constantFrom(...severities) }),
  fc.record({ type: fc.constant('resolved'), causeWas: fc.constantFrom('right', 'other', 'unsaid') }),
  fc.record({ type: fc.constant('closed'), why: fc.constant('quiet') }),
  fc.record({ type: fc.constant('merged'), into: fc.constant('i-2') }),
  fc.record({
    type: fc.constant('took-over'),
    from: fc.constant('i-3'),
    alarms: fc.array(alarm, { maxLength: 3 }),
    moreAlarms: fc.constant(0),
    severity: fc.constantFrom(...severities),
    acknowledged: fc.constantFrom(undefined, { by: 'U2', at }),
  }),
  fc.record({
    type: fc.constant('child-changed'),
    child: fc.record({
      id: fc.constantFrom('i-4', 'i-5'),
      version: fc.nat(9),
      title: fc.constant('child'),
      state: fc.constantFrom(...incidentStates),
      alarms: fc.nat(5),
    }),
  }),
  fc.record({ type: fc.constant('joined'), parentId: fc.constant('i-9') }),
  fc.record({ type: fc.constantFrom('noted'), text: fc.string() }),
  fc.record({ type: fc.constant('recheck-started') }),
  fc.record({ type: fc.constant('cause-judged'), causeWas: fc.constantFrom('right', 'other') }),
  fc.record({ type: fc.constant('rerouted'), channel: fc.constant('C2'), why: fc.constant('archived') }),
)
const actor = fc.constantFrom({ kind: 'aws' }, { kind: 'firstlook' }, { kind: 'person', user: 'U1' })

/** Any event, whatever may have gone before it. */
export const anEvent: fc.Arbitrary<IncidentEvent> = fc
  .tuple(happening, fc.uuid(), times, actor)
  .map(([what, id, when, by]) => ({ ...what, id, at: when, by }) as IncidentEvent)
