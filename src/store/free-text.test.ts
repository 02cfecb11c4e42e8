import { expect, it } from 'vitest'
import { startTable } from '../../sandbox/table.ts'
import type { IncidentEvent } from '../incidents/event.ts'
import { withFreeTextRedacted } from './free-text.ts'
import { dynamoHistories, type Entry, type Versioned } from './histories.ts'

interface Kept extends Versioned {
  readonly note: { readonly text: string }
}

const leak = 'password=hunter2'
const told = { id: 'click-1', at: 1, by: { kind: 'person', user: 'U0ADA' } } as const

const events: readonly IncidentEvent[] = [
  { ...told, type: 'noted', text: leak },
  { ...told, type: 'snoozed', until: 'ok', reason: leak },
  { ...told, type: 'resolved', causeWas: 'right', note: leak },
  { ...told, type: 'told', words: leak },
  { ...told, type: 'rechecked', found: 'gone', words: leak },
  { ...told, type: 'diagnosed', outcome: { sentence: leak } },
  {
    ...told,
    type: 'diagnosed',
    outcome: {
      summary: leak,
      question: {
        symptom: '502',
        name: 'orders-api',
        window: { from: 1, to: 2 },
        command: `why-502 orders-api ${leak}`,
      },
      cause: {
        id: 'lambda-oom',
        aliases: [],
        strength: 'proven',
        summary: leak,
        resource: {
          name: 'orders',
          arn: 'arn:aws:lambda:eu-west-1:1:function:orders',
          account: '1',
          region: 'eu-west-1',
        },
      },
    },
  },
]

it.each(events)('an event that %o keeps no secret', (event) => {
  const kept = JSON.stringify(withFreeTextRedacted(event))

  expect(kept).not.toContain('hunter2')
  expect(kept).toContain('[redacted]')
})

it('an event keeps the names by which its incident is found again', () => {
  const alarm = {
    arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:api_key:rotation',
    name: 'token: expired',
    account: '123456789012',
    region: 'eu-west-1',
    state: 'ALARM',
    changedAt: 1,
    reason: leak,
  } as const
  const event = { ...told, type: 'alarm-changed', alarm } as const

  expect(withFreeTextRedacted(event)).toEqual({ ...event, alarm: { ...alarm, reason: 'password=[redacted]' } })
})

it('what is committed to the table is redacted there', async () => {
  const local = await startTable()
  try {
    const histories = dynamoHistories<Kept, Entry & { readonly text: string }>({ ...local, kind: 'note' })
    const entry = { id: 'click-1', sequence: 1, text: leak }
    await histories.commit([{ after: { id: 'n1', version: 1, note: { text: leak } }, expected: 0, entries: [entry] }])

    expect(await histories.get('n1')).toMatchObject({ note: { text: 'password=[redacted]' } })
    expect(await histories.entries('n1')).toMatchObject([{ text: 'password=[redacted]' }])
  } finally {
    await local.close()
  }
})
