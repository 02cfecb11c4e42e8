import { describe, expect, it } from 'vitest'
import { startAws } from '../../sandbox/aws/server.ts'
import { type ConfigInput, loadConfig } from '../../src/config/config.ts'
import { answering } from '../../src/entry/answering.ts'
import { informing } from '../../src/entry/information.ts'
import { parseCommand } from '../../src/intake/grammar.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/report.ts'
import { renderCard } from '../../src/report/slack/card.ts'
import { renderThread } from '../../src/report/slack/thread.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { askedOf, reportFrom } from '../incidents/answer.ts'
import { incidents } from '../incidents/incident.ts'

async function asked(path: string, config: ConfigInput): Promise<Report> {
  const found = incidents().find((each) => each.path === `${path}.json`)
  if (found === undefined) throw new Error(`no incident ${path}`)
  return reportFrom((await askedOf(found.incident.command, found.incident.world, config)).answer)
}

const idsOf = ({ causes }: Report): string[] => causes.map(({ id }) => id)

describe('a note', () => {
  it('stands with its cause on every surface', async () => {
    const notes = [
      { cause: 'lambda-oom', note: 'Month end <!channel>.', runbook: 'https://wiki.example.com/oom' },
      { cause: 'lambda-oom', resource: 'no-such-*', note: 'Not about this one.' },
    ]
    const report = await asked('502/out-of-memory', { playbook: { notes } })

    expect(idsOf(report)).toEqual(['apigw502-oom'])
    expect(report.causes[0]?.teamNotes).toEqual([
      { note: 'Month end <!channel>.', runbook: 'https://wiki.example.com/oom' },
    ])
    const card = JSON.stringify(renderCard(report, { reportId: 'r' }).blocks)
    expect(card).toContain('From your team: Month end &lt;!channel&gt;.  ·  <https://wiki.example.com/oom|Runbook>')
    const shown = [
      renderTerminal(report, { isColour: false, columns: 100 }),
      renderMarkdown(report),
      JSON.stringify(renderThread(report, { reportId: 'r' })),
    ]
    for (const text of shown) {
      expect(text).toContain('From your team')
      expect(text).toContain('https://wiki.example.com/oom')
      expect(text).not.toContain('Not about this one')
    }
  })

  it('to a resource alone is told where no cause is', async () => {
    const notes = [{ resource: 'orders-api', note: 'Owned by payments.', runbook: 'https://wiki.example.com/orders' }]
    const report = await asked('502/recovered', { playbook: { notes } })

    expect(report.verdict).toBe('recovered')
    expect(report.notes).toContain(
      'Your team on orders-api: Owned by payments. Runbook: https://wiki.example.com/orders',
    )
  })
})

describe('a cause switched off', () => {
  it('is not named, and the answer says why and what it was', async () => {
    const off = [{ cause: 'apigw502-oom', reason: 'Known; the exporter is being replaced.' }]
    const report = await asked('502/out-of-memory', { playbook: { off } })

    expect(idsOf(report)).not.toContain('apigw502-oom')
    expect(report.summary).toContain('What the evidence shows is switched off in firstlook.config.ts: apigw502-oom.')
    expect(report.notes.join('\n')).toMatch(
      /Not named, because firstlook\.config\.ts switches apigw502-oom off \(Known; the exporter is being replaced\): /,
    )
  })

  it('is named all the same on other resources', async () => {
    const off = [{ cause: 'lambda-oom', resource: 'carts', reason: 'Known.' }]
    const report = await asked('502/out-of-memory', { playbook: { off } })

    expect(idsOf(report)).toEqual(['apigw502-oom'])
    expect(report.notes.join('\n')).not.toContain('switches')
  })

  it('is not spoken of where it would not have been found', async () => {
    const off = [{ cause: 'lambda-tmp-full', reason: 'Known.' }]

    expect(JSON.stringify(await asked('502/out-of-memory', { playbook: { off } }))).not.toContain('Known.')
  })

  it('shows in `explain`', async () => {
    const config = loadConfig({
      playbook: {
        notes: [{ cause: 'lambda-oom', runbook: 'https://wiki.example.com/oom' }],
        off: [{ cause: 'apigw502-oom', resource: 'carts', reason: 'Known.' }],
      },
    })
    const request = { name: 'lambda-oom', command: 'explain lambda-oom', window: { from: 0, to: 1 }, details: {} }
    const told = JSON.stringify(await informing(config)('explain', request as never, {} as never))

    expect(told).toContain('https://wiki.example.com/oom')
    expect(told).toContain('Switched off in firstlook.config.ts')
    expect(told).toContain(': Known.')
  })
})

describe('thresholds', () => {
  it('call few failures noise, and still count them', async () => {
    const report = await asked('502/out-of-memory', { thresholds: { failureShare: 1 } })

    expect(report.verdict).toBe('healthy')
    expect(report.summary).toMatch(/with a 5xx .* less than the 100 % that firstlook\.config\.ts counts as a failure\./)
  })

  it('ask for a longer quiet before a failure is over', async () => {
    expect((await asked('502/recovered', { thresholds: { recoveredMinutes: 1000 } })).verdict).not.toBe('recovered')
  })

  it('say what is slow', async () => {
    const slow = (milliseconds: number) => ({ thresholds: { slow: [{ kind: 'table' as const, milliseconds }] } })

    expect((await asked('slow/healthy', slow(1))).verdict).not.toBe('healthy')
    expect((await asked('slow/scan-used-as-lookup', slow(60_000))).verdict).toBe('healthy')
    expect((await asked('slow/scan-used-as-lookup', {})).verdict).toBe('cause-found')
  })

  it('say which cold start is too long', async () => {
    const slow = (milliseconds: number) => ({ thresholds: { slow: [{ kind: 'function' as const, milliseconds }] } })

    expect((await asked('cold-start/heavy-imports', slow(60_000))).verdict).toBe('healthy')
    expect((await asked('cold-start/heavy-imports', slow(500))).verdict).toBe('cause-found')
  })
})

it('an answer that may cost nothing leaves out what is charged, and says so', async () => {
  const report = await asked('502/out-of-memory', { limits: { usd: 0 } })

  expect(report.cost.usd).toBe(0)
  expect(report.gaps.filter(({ error }) => error.startsWith('MoneySpent: This read costs $')).length).toBeGreaterThan(0)
})

it('reads no more at once than it may', async () => {
  const found = incidents('502').find(({ path }) => path.endsWith('502/out-of-memory.json'))
  const world = { ...found?.incident.world, latencyMs: 5 }
  const together = async (concurrentReads: number): Promise<number> => {
    const { calls } = await askedOf('why-502 orders-api', world, { limits: { concurrentReads } })
    return Math.max(
      ...calls.map(({ startedAt }) => calls.filter((c) => c.startedAt <= startedAt && c.endedAt > startedAt).length),
    )
  }

  expect(await together(1)).toBe(1)
  expect(await together(24)).toBeGreaterThan(1)
})

it('a question that names no region is asked of the region that is set', async () => {
  const aws = await startAws({})
  try {
    const parsed = parseCommand('why-errors orders', { now: Date.now() })
    if (parsed.kind !== 'diagnosis') throw new Error('no question')
    const credentials = { accessKeyId: 'AKIAFIRSTLOOKTEST000', secretAccessKey: 'not-a-real-secret' }
    const ask = answering(loadConfig({ defaultRegion: 'eu-central-1' }), { endpoint: aws.url, credentials })

    expect(await ask(parsed.question)).toMatchObject({
      kind: 'refused',
      sentence: expect.stringContaining('region eu-central-1'),
    })
  } finally {
    await aws.close()
  }
})
