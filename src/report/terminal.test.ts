import { describe, expect, it } from 'vitest'
import { foundReport, healthyReport, insufficientReport, recoveredReport, severalReport } from './example-reports.ts'
import type { Report } from './report.ts'
import { renderTerminal, spanWords } from './terminal.ts'

const plain = { isColour: false, columns: 80 }
const esc = String.fromCharCode(27)

describe('a found cause', () => {
  const text = renderTerminal(foundReport, plain)
  it('says everything a person needs, in order', () => {
    const inOrder = [
      'Cause found',
      'orders-handler returns a body that is not a string',
      'Evidence',
      'Malformed Lambda proxy response',
      'aws logs filter-log-events',
      'Ruled out (2)',
      'What changed',
      'touches the failing resource',
      'Fix',
      'aws lambda update-alias',
      'Could not be checked (1)',
      '"cloudtrail:LookupEvents"',
      'Good to know',
      'apigw502-malformed-shape (proven) · 2.1 s · 14 reads · 41.0 MB scanned · $0.0002',
    ]
    const places = inOrder.map((words) => text.indexOf(words))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('is plain when piped and coloured on a terminal', () => {
    expect(text).not.toContain(esc)
    const coloured = renderTerminal(foundReport, { ...plain, isColour: true })
    expect(coloured).toContain(`${esc}[31m`)
    const colour = new RegExp(`${esc}\\[[0-9;]*m`, 'g')
    expect(coloured.replace(colour, '')).toBe(text)
  })

  it.each([40, 60, 80, 120])('keeps prose within %i columns and commands on one line', (columns) => {
    const lines = renderTerminal(foundReport, { isColour: false, columns }).split('\n')
    const cli = foundReport.causes[0]?.facts[0]?.cli
    expect(lines.filter((line) => line.trim() === cli)).toHaveLength(1)
    const prose = lines.filter(
      (line) =>
        !line.startsWith('    │') && !line.startsWith('      ') && !line.includes('https://') && !line.startsWith('✗'),
    )
    expect(
      prose.filter((line) => line.length > columns && line.trim().includes(' ') && line.trim().split(' ').length > 3),
    ).toEqual([])
  })
})

describe('the other verdicts say no more than is known', () => {
  it.each([
    ['healthy', healthyReport, 'No failure was seen in this window'],
    ['recovered', recoveredReport, 'Nothing is named as a cause of anything now'],
    ['insufficient', insufficientReport, 'No cause is named'],
    ['several', severalReport, 'Possible causes, none of them settled'],
  ] as const)('%s', (_, report, words) => {
    const text = renderTerminal(report, { ...plain, columns: 120 })
    expect(text).toContain(words)
    expect(text).not.toContain('Cause found')
  })

  it('tells “could not look” from “nothing changed”', () => {
    expect(renderTerminal(insufficientReport, plain)).toContain('The change history could not be read')
    expect(renderTerminal(insufficientReport, plain)).not.toContain('No change to these resources')
    expect(renderTerminal(healthyReport, plain)).toContain('No change to these resources is on record')
  })

  it('calls a likely cause likely', () => {
    const [cause] = foundReport.causes
    const likely: Report = { ...foundReport, causes: cause === undefined ? [] : [{ ...cause, strength: 'likely' }] }
    expect(renderTerminal(likely, plain)).toContain('Likely cause found')
    expect(renderTerminal(likely, plain)).not.toMatch(/^✗ Cause found/)
  })
})

it('lets no text from outside control the terminal', () => {
  const hostile: Report = {
    ...foundReport,
    notes: [`${esc}]0;owned${String.fromCharCode(7)}${esc}[2J hidden${String.fromCodePoint(0x202e)}`],
  }
  const text = renderTerminal(hostile, plain)
  expect(text).toContain('  -  hidden'.replace('  -  ', '  - '))
  expect(text).not.toContain(esc)
})

it('writes a window in UTC, with the second date only when it differs', () => {
  expect(spanWords('2026-11-23T14:00:00Z', '2026-11-23T15:00:00Z')).toBe('2026-11-23 14:00 to 15:00 UTC')
  expect(spanWords('2026-11-22T23:00:00Z', '2026-11-23T01:00:00Z')).toBe('2026-11-22 23:00 to 2026-11-23 01:00 UTC')
})
