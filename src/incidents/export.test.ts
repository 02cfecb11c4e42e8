import { describe, expect, it } from 'vitest'
import { foundReport } from '../report/example-reports.ts'
import { anAlarm, at, opening } from './arbitrary-event.ts'
import { outcomeOf } from './compare.ts'
import type { IncidentEvent, TimelineEntry } from './event.ts'
import { type ExportParts, exportMarkdown } from './export.ts'
import { open, transition } from './transition.ts'

const ada = { kind: 'person', user: 'U0ADA' } as const
const minutes = (count: number) => at + count * 60_000

/** An incident to which this happened, with its timeline. */
function lived(
  events: readonly (readonly [object, number, IncidentEvent['by']?])[],
): Pick<ExportParts, 'incident' | 'timeline'> {
  const timeline: TimelineEntry[] = []
  const incident = events.reduce((before, [happening, when, by = ada], index) => {
    const event = { ...happening, id: `e${index}`, at: when, by } as IncidentEvent
    const after = transition(before, event)
    timeline.push({
      ...event,
      sequence: after.version,
      ...(after.state === before.state ? {} : { became: after.state }),
    })
    return after
  }, open(opening))
  return { incident, timeline }
}

const fired = [
  { type: 'alarm-changed', alarm: { ...anAlarm('orders-5xx'), peak: 1215, threshold: 5 } },
  at,
  { kind: 'aws' },
] as const
const diagnosed = [
  { type: 'diagnosed', outcome: outcomeOf(foundReport, { reportId: 'r1' }) },
  minutes(1),
  { kind: 'firstlook' },
] as const
const ok = [
  { type: 'alarm-changed', alarm: { ...anAlarm('orders-5xx'), state: 'OK', changedAt: minutes(65) } },
  minutes(65),
  { kind: 'aws' },
] as const

function draft(events: Parameters<typeof lived>[0], report?: ExportParts['report']): string {
  const nameOf = (user: string) => (user === 'U0ADA' ? 'Ada Okafor' : user)
  return exportMarkdown({ ...lived(events), nameOf, now: minutes(90), ...(report === undefined ? {} : { report }) })
}

describe('the draft of a postmortem', () => {
  const whole = draft(
    [
      fired,
      diagnosed,
      [{ type: 'acknowledged' }, minutes(2)],
      [{ type: 'noted', text: 'rolled back password=hunter2secret `rm` <b>', author: 'U0BOB' }, minutes(5)],
      [{ type: 'snoozed', until: minutes(40), reason: 'waiting for the deploy' }, minutes(6)],
      [{ type: 'snooze-ended', why: 'expired' }, minutes(40), { kind: 'firstlook' }],
      ok,
      [{ type: 'rechecked', found: 'only-quiet', words: 'Only quiet.' }, minutes(66), { kind: 'firstlook' }],
      [{ type: 'resolved', causeWas: 'right', note: 'alias put back' }, minutes(70)],
    ],
    foundReport,
  )

  it('tells impact with its times in UTC', () => {
    expect(whole).toContain('Began: 2026-11-23 03:00:00 UTC')
    expect(whole).toContain('Over: 2026-11-23 04:05:00 UTC after 1 h 5 min')
    expect(whole).toContain('fired once, first at 2026-11-23 03:00:00 UTC, peak 1,215 against a threshold of 5; OK')
  })

  it('names the cause with its facts, and what people said of it', () => {
    expect(whole).toContain('`apigw502-malformed-shape` on **orders-handler:live**')
    expect(whole).toContain('People say this was the cause.')
    expect(whole).toContain('0 of 412 invocations')
    expect(whole).toContain('https://eu-west-1.console.aws.amazon.com/')
  })

  it('tells who did what, by name, and the timeline in order', () => {
    const done = whole.slice(whole.indexOf('## What was done'), whole.indexOf('## Timeline'))
    expect(done).toContain('Ada Okafor acknowledged it')
    expect(done).toContain('waiting for the deploy')
    expect(done).toContain('Ada Okafor resolved it, the named cause was right: alias put back')
    const timeline = whole.slice(whole.indexOf('## Timeline'))
    const order = [
      '**orders-5xx** fired',
      'Firstlook named',
      'acknowledged it',
      'noted what U0BOB said',
      'The snooze ended',
      'went OK',
      'Firstlook looked again',
      'resolved it',
    ]
    const places = order.map((words) => timeline.indexOf(words))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  it('asks for what only people know, and lists what is left to do', () => {
    expect(whole).toContain('to be filled in')
    const left = whole.slice(whole.indexOf('## Follow-ups'))
    expect(left).toContain('Return the body as a string')
    expect(left).toContain('Only quiet: make sure that the cause is gone.')
  })

  it('is redacted, and nothing in it formats', () => {
    expect(whole).not.toContain('hunter2secret')
    expect(whole).toContain('\\<b\\>')
  })

  it('of an incident without a cause or a report says so instead of naming one', () => {
    const bare = draft([fired])
    expect(bare).toContain('Firstlook named no cause.')
    expect(bare).toContain('Over: not yet, firing since')
    expect(bare).toContain('The report is no longer kept.')
    expect(bare).toContain('Nobody did anything through Firstlook.')
  })

  it('of a long incident leaves out the middle of its timeline', () => {
    const events = Array.from(
      { length: 400 },
      (_, index) => [{ type: 'noted', text: `note ${index}` }, minutes(index)] as const,
    )
    const long = draft([fired, ...events])
    expect(long).toContain('241 left out')
    expect(long).toContain('noted: note 399')
  })
})
