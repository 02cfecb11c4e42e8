import { expect, it } from 'vitest'
import { lineLog } from './log.ts'

it('writes one line for each entry, errors with their causes, and no secret of any of them', () => {
  const lines: string[] = []
  const log = lineLog((line) => lines.push(line))
  const cause = new Error('connect to postgres://app:hunter2@db failed')

  log.error('a diagnosis did not finish', {
    command: 'logs orders password=hunter2',
    error: new TypeError('Authorization: Bearer hunter2hunter2', { cause }),
    counts: { reads: 3 },
  })

  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain('hunter2')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'error',
    command: 'logs orders password=[redacted]',
    error: { name: 'TypeError', cause: { name: 'Error', message: 'connect to postgres://app:[redacted]@db failed' } },
    counts: { reads: 3 },
  })
})
