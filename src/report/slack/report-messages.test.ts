import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryReport } from '../arbitrary-report.ts'
import { stripUnsafe } from '../escape.ts'
import { foundReport, healthyReport, insufficientReport, recoveredReport, severalReport } from '../example-reports.ts'
import { redactReport } from '../redact.ts'
import type { Report } from '../report.ts'
import { blockFaults } from '../slack-limits.ts'
import { renderCard } from './card.ts'
import type { SlackMessage } from './message.ts'
import { renderSection, renderThread } from './thread.ts'

const place = { reportId: 'r-1' }

/** Everything a message shows, joined without gaps, spaces squeezed. */
function shown(messages: readonly SlackMessage[]): string {
  const strings: string[] = []
  const visit = (value: unknown, key = ''): void => {
    if (typeof value === 'string') {
      if (key === 'text' || key === 'url') strings.push(value)
    } else if (Array.isArray(value)) for (const item of value) visit(item)
    else if (value !== null && typeof value === 'object')
      for (const [name, item] of Object.entries(value)) visit(item, name)
  }
  for (const { blocks } of messages) visit(blocks.filter(({ type }) => type !== 'header'))
  return squeezed(strings.join(''))
}

function squeezed(text: string): string {
  return stripUnsafe(text).replace(/[\s`]+/g, '')
}

/** The types that parse markup; everything else in a message is shown as it is. */
function markup(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markup)
  if (value === null || typeof value !== 'object') return []
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : []
  return [...own, ...Object.values(value).flatMap(markup)]
}

describe('every report', () => {
  it('is taken by Slack, card and thread', () => {
    fc.assert(
      fc.property(arbitraryReport, fc.boolean(), (report, isPrivate) => {
        const messages = [renderCard(report, { ...place, isPrivate }), ...renderThread(report, place)]
        expect(messages.flatMap(({ blocks }) => blockFaults(blocks))).toEqual([])
        for (const { text } of messages) expect(text.trim()).not.toBe('')
      }),
      { numRuns: 300 },
    )
  })

  it('is told in full, however long it is', () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const safe = redactReport(report)
        const messages = [
          renderCard(report, place),
          ...renderThread(report, place),
          ...renderSection(report, 'ruled-out'),
        ]
        const everything = shown(messages)
        const facts = [...safe.observed, ...[...safe.causes, ...safe.earlier].flatMap((cause) => cause.facts)]
        const told = [
          safe.summary,
          ...facts.flatMap(({ label, value }) => [label, value]),
          ...facts.flatMap(({ cli }) => (cli === undefined ? [] : [cli])),
          ...safe.causes.flatMap(({ id, summary, fix }) => [
            id,
            summary,
            ...Object.values(fix).filter((step) => step !== undefined),
          ]),
          ...[...safe.ruledOut, ...safe.undecided].flatMap(({ id, why }) => [id, why]),
          ...safe.gaps.flatMap(({ action, error }) => [action, error]),
          ...safe.changes.flatMap(({ who, what }) => [who, what]),
          ...safe.notes,
        ]
        for (const piece of told) expect(everything.includes(squeezed(piece)), piece).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('has no live mention, link or markup from outside', () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const messages = [renderCard(report, place), ...renderThread(report, place)]
        const written = [...messages.map(({ text }) => text), ...markup(messages.map(({ blocks }) => blocks))]
        for (const text of written) expect(text.replace(/<!date\^\d+\^[{}_a-z ]+\|[^<>|]+>/g, '')).not.toMatch(/[<>]/)
      }),
      { numRuns: 200 },
    )
  })

  it('has buttons that carry an id and nothing else', () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const values = JSON.stringify(renderCard(report, place).blocks).match(/"value":"[^"]*"/g) ?? []
        for (const value of values) expect(value).toMatch(/^"value":"((markdown|thread):)?r-1"$/)
      }),
      { numRuns: 50 },
    )
  })
})

describe('the card', () => {
  const blocksOf = (report: Report, isPrivate = false) =>
    JSON.stringify(renderCard(report, { ...place, isPrivate }).blocks)

  it.each([
    [foundReport, 'Cause found'],
    [severalReport, 'Several possible causes'],
    [insufficientReport, 'Not enough evidence'],
    [healthyReport, 'No failure seen'],
    [recoveredReport, 'Recovered'],
  ] as const)('%# says its verdict in words, in the notification too', (report, words) => {
    expect(blocksOf(report)).toContain(words)
    expect(renderCard(report, place).text).toContain(words)
  })

  it('says on its face that something could not be read', () => {
    expect(blocksOf({ ...healthyReport, gaps: foundReport.gaps })).toContain('No failure seen in what could be read')
    expect(blocksOf(foundReport)).toContain('1 read could not be made')
  })

  it('offers fix steps only where there is one, and sharing only in private', () => {
    expect(blocksOf(foundReport)).toContain('Fix steps')
    expect(blocksOf(healthyReport)).not.toContain('Fix steps')
    expect(blocksOf(foundReport)).not.toContain('Share in channel')
    expect(blocksOf(foundReport, true)).toContain('Share in channel')
  })

  it('has at most eight lines in blocks: two of text, three of context, one of buttons', () => {
    expect(renderCard(foundReport, place).blocks.map(({ type }) => type)).toEqual([
      'rich_text',
      'context',
      'context',
      'actions',
      'context',
    ])
  })

  it('shows times as each reader’s own', () => {
    expect(blocksOf(foundReport)).toContain('<!date^1795442400^{date_short_pretty} {time}|2026-11-23 14:00:00 UTC>')
  })
})

describe('the thread', () => {
  const headings = (report: Report) => renderThread(report, place).flatMap(({ text }) => text.split(' · '))

  it('comes in the order it is read', () => {
    expect(headings(foundReport)).toEqual([
      'Cause',
      'Evidence',
      'Ruled out (2)',
      'What changed',
      'Fix',
      'Could not be checked (1)',
      'Good to know',
      'See it yourself',
    ])
  })

  it('names no cause where there is none, and nothing to fix', () => {
    expect(headings(healthyReport)).toEqual([
      'No failure seen',
      'Evidence',
      'Ruled out (2)',
      'What changed',
      'Gaps',
      ...headings(healthyReport).slice(5),
    ])
    expect(headings(healthyReport)).not.toContain('Fix')
    expect(headings(insufficientReport)[0]).toBe('Not enough evidence')
    expect(headings(severalReport)[0]).toBe('Possible causes, none of them settled')
  })

  it('puts log text in preformatted blocks only', () => {
    const thread = renderThread(foundReport, place)
    const preformatted =
      JSON.stringify(thread).match(
        /\{"type":"rich_text_preformatted","elements":\[\{"type":"text","text":"(?:[^"\\]|\\.)*"\}\]\}/g,
      ) ?? []
    expect(preformatted.some((block) => block.includes('Malformed Lambda proxy response'))).toBe(true)
    const rest = preformatted.reduce((text, block) => text.replace(block, ''), JSON.stringify(thread))
    expect(rest).not.toContain('Malformed Lambda proxy response')
  })

  it('gives one part alone', () => {
    const [message] = renderSection(foundReport, 'fix')
    expect(JSON.stringify(message)).toContain('aws lambda update-alias')
    expect(renderSection(healthyReport, 'fix')).toEqual([])
  })

  const many = Array.from({ length: 40 }, (_, index) => ({ id: `cause-${index}`, why: 'The log shows no sign of it.' }))
  const told = (report: Report) => JSON.stringify(renderThread(report, place))

  it('folds a long list into a count, with a button that shows it', () => {
    const thread = told({ ...foundReport, ruledOut: many })
    expect(thread).toContain('40 other causes were checked, and the evidence excludes them.')
    expect(thread).not.toContain('cause-17')
    expect(thread).toMatch(/"action_id":"report_show_checked","value":"r-1"/)
    expect(JSON.stringify(renderSection({ ...foundReport, ruledOut: many }, 'ruled-out'))).toContain('cause-17')
    expect(told(foundReport)).not.toContain('report_show_checked')
  })

  it('says once why several causes stay open', () => {
    const thread = told({ ...insufficientReport, undecided: many.slice(0, 9) })
    expect(thread.split('The log shows no sign of it.')).toHaveLength(2)
    expect(thread).toContain(' and 6 more')
  })

  it('never claims that every read was made beside what could not be decided', () => {
    const complete = 'Every read this question needs was made.'
    expect(told({ ...healthyReport, gaps: [], undecided: [] })).toContain(complete)
    for (const report of [
      foundReport,
      insufficientReport,
      severalReport,
      { ...foundReport, gaps: [], undecided: many },
    ])
      expect(told(report)).not.toContain(complete)
  })

  it('gives the missing permissions in one piece, each once', () => {
    const gaps = ['logs:FilterLogEvents', 'lambda:GetPolicy', 'lambda:GetPolicy'].map((action) => ({
      probe: action,
      action,
      resource: 'orders',
      error: 'AccessDenied',
      statement: { Effect: 'Allow' as const, Action: [action], Resource: '*' },
    }))
    const thread = told({ ...foundReport, gaps })
    expect(thread.split('These statements on the diagnostic role close the gaps:')).toHaveLength(2)
    expect(thread.split('\\"Action\\": [\\"lambda:GetPolicy\\"]')).toHaveLength(2)
  })

  it('puts the commands last, each once, so that they do not stand between the facts', () => {
    const [first] = foundReport.causes
    const cli = 'aws lambda get-function-configuration --function-name orders'
    const facts = (first?.facts ?? []).map((fact) => ({ ...fact, cli }))
    const thread = told({ ...foundReport, causes: foundReport.causes.map((cause) => ({ ...cause, facts })) })
    expect(thread.split(cli)).toHaveLength(2)
    expect(thread.indexOf(cli)).toBeGreaterThan(thread.indexOf('See it yourself'))
  })

  it('shows a count from a log in its line, and what stands between backticks as code', () => {
    const [first] = foundReport.causes
    const fact = { label: 'Requests', value: '21', source: 'logs:FilterLogEvents', account: '1', region: 'r' }
    const cause = first && { ...first, facts: [fact], fix: { proper: 'Build with `sam build` first.' } }
    const thread = told({ ...foundReport, causes: cause === undefined ? [] : [cause] })
    expect(thread).toContain('{"type":"text","text":"21"}')
    expect(thread).not.toContain('{"type":"rich_text_preformatted","elements":[{"type":"text","text":"21"}]}')
    expect(thread).toContain('{"type":"text","text":"sam build","style":{"code":true}}')
  })
})
