import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type NamedIncident, namedIncidents } from './run.ts'
import { askTool } from './serving.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'firstlook-tool-'))

function incidentCalled(wanted: string): NamedIncident {
  const found = namedIncidents().find(({ name }) => name === wanted)
  if (found === undefined) throw new Error(`no incident ${wanted}`)
  return found
}

it('lets a tool read the account of an incident, and keeps what it prints', async () => {
  const line = `'${process.execPath}' '${join(root, 'src', 'entry', 'cli.ts')}' $QUESTION --json`

  expect(await askTool(line, incidentCalled('errors/log-group-missing'), folder, 60)).toEqual({ isAnswer: true })
  expect(JSON.parse(readFileSync(join(folder, 'errors', 'log-group-missing.json'), 'utf8'))).toMatchObject({
    schemaVersion: 1,
    command: 'why-errors silent',
  })
})

it('says why what a tool printed is no answer', async () => {
  const incident = incidentCalled('errors/log-group-missing')

  expect(await askTool('true', incident, folder, 60)).toEqual({
    isAnswer: false,
    why: 'it printed nothing and ended with 0',
  })
  expect(await askTool('echo "the network"', incident, folder, 60)).toMatchObject({ isAnswer: false })
})

it('lists incidents by name and question', () => {
  const listed = execFileSync(process.execPath, [join(root, 'test', 'benchmark', 'benchmark.ts'), 'list'], {
    encoding: 'utf8',
  })

  expect(listed).toContain('errors/log-group-missing\twhy-errors')
})
