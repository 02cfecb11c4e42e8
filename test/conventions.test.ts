import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownPlaybook } from '../playbook/index.ts'
import { stalePages } from '../scripts/docs.ts'
import { playbook } from '../src/playbook/index.ts'

const root = join(import.meta.dirname, '..')
const sourceFolders = ['src', 'playbook', 'infra', 'sandbox', 'test', 'scripts']
const files = sourceFolders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.includes('node_modules'))
    .map((file) => join(folder, file)),
)
const sourceOf = (file: string): string => readFileSync(join(root, file), 'utf8')

/** Each folder may import itself and what stands to its right. */
const layers = [
  'entry',
  'slack',
  'incidents',
  'report',
  'engine',
  'playbook',
  'evidence',
  'targets',
  'accounts',
  'aws',
  'config',
]
const beside: Readonly<Record<string, readonly string[]>> = {
  intake: ['targets', 'aws', 'config'],
  store: ['report', 'intake', 'config', 'aws'],
}
const mayAlso: Readonly<Record<string, readonly string[]>> = {
  entry: ['intake', 'store'],
  slack: ['intake', 'store'],
  incidents: ['intake', 'store'],
  report: ['intake'],
}

function allowed(from: string): readonly string[] {
  const own = beside[from] ?? layers.slice(layers.indexOf(from) + 1)
  return [from, ...own, ...(mayAlso[from] ?? [])]
}

function importsOf(file: string): string[] {
  return [...sourceOf(file).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) =>
    normalize(join(dirname(file), match[1] ?? '')),
  )
}

describe('imports', () => {
  it('point one way only', () => {
    const wrong = files
      .filter((file) => file.startsWith('src/') && !/\btest\b|-in-test|\.test\./.test(file))
      .flatMap((file) => {
        const from = file.split('/')[1] ?? ''
        return importsOf(file)
          .filter((target) => target.startsWith('src/') && !allowed(from).includes(target.split('/')[1] ?? ''))
          .map((target) => `${file} imports ${target}`)
      })

    expect(wrong).toEqual([])
  })

  it('never lead from the product into the sandbox, the tests or the scripts', () => {
    const wrong = files
      .filter(
        (file) =>
          (file.startsWith('src/') || file.startsWith('infra/')) &&
          !file.includes('.test.') &&
          !file.includes('-in-test'),
      )
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => /^(sandbox|test|scripts)\//.test(target))
          .map((target) => `${file} imports ${target}`),
      )

    expect(wrong).toEqual([])
  })
})

describe('files', () => {
  it('are short enough to read', () => {
    const long = files.filter((file) => sourceOf(file).split('\n').length > 301)

    expect(long).toEqual([])
  })

  it('are named for what they hold', () => {
    const vague = files.filter((file) => /(^|\/)(utils?|helpers?|common|types|constants|manager)(\/|\.|$)/.test(file))

    expect(vague).toEqual([])
  })

  it('silence no checker and leave nothing for later', () => {
    const own = relative(root, import.meta.filename)
    const marks = /biome-ignore|@ts-ignore|@ts-expect-error(?! -- a type test)|\bas any\b|\bTODO\b|\bFIXME\b/
    const found = files.filter((file) => file !== own && marks.test(sourceOf(file)))

    expect(found).toEqual([])
  })
})

/** Causes met while building that the knowledge base has no row for: what stands behind the API answers with that status itself. */
const ownIds = [
  'apigw4xx-from-back-end',
  'apigw5xx-from-function',
  'httpapi4xx-from-back-end',
  'httpapi5xx-from-back-end',
]

/** What stands in the folder `playbook/` is the team's, and no knowledge base of ours has a row for it. */
const teamIds = [...(ownPlaybook.causes ?? []), ...(ownPlaybook.advice ?? [])].flatMap((entry) => [
  entry.id,
  ...('aliases' in entry ? (entry.aliases ?? []).map((alias) => alias.id) : []),
])

describe('the playbook', () => {
  const causeFiles = files.filter((file) => /^(src\/)?playbook\//.test(file) && !file.includes('.test.'))
  const stems = causeFiles.map((file) => file.slice(file.lastIndexOf('/') + 1, -3))
  const knownIds = Object.values(JSON.parse(sourceOf('test/cause-ids.json')) as Record<string, string[]>).flat()

  it('holds each cause in the file of its name', () => {
    expect(playbook.causes.map((cause) => cause.id).filter((id) => !stems.includes(id))).toEqual([])
  })

  it('leaves no cause file out of its lists', () => {
    const registered = new Set([...playbook.causes, ...playbook.advice].map((entry) => entry.id))

    expect(stems.filter((stem) => knownIds.includes(stem) && !registered.has(stem))).toEqual([])
  })

  it('has no id twice, nor one that means two causes', () => {
    const ids = [...playbook.causes, ...playbook.advice].map((entry) => entry.id)

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it('knows its ids from the knowledge base, or answers by one of them', () => {
    const strange = playbook.causes.filter(
      ({ id, aliases = [] }) =>
        !knownIds.includes(id) && !aliases.some((alias) => alias.when !== undefined && knownIds.includes(alias.id)),
    )
    const aliases = playbook.causes.flatMap((cause) => (cause.aliases ?? []).map((alias) => alias.id))
    const accepted = [...knownIds, ...ownIds, ...teamIds]

    expect(strange.map(({ id }) => id).filter((id) => !accepted.includes(id))).toEqual([])
    expect([...aliases, ...playbook.advice.map((row) => row.id)].filter((id) => !accepted.includes(id))).toEqual([])
  })

  it('leads only to causes there are', () => {
    const ids = new Set(playbook.causes.map((cause) => cause.id))

    expect(
      playbook.causes.flatMap((cause) =>
        (cause.leadsTo ?? []).filter((id) => !ids.has(id)).map((id) => `${cause.id} → ${id}`),
      ),
    ).toEqual([])
  })

  it.each(['502', '504', '4xx', 'timeout', 'errors'])('accounts for every known cause of %s', (symptom) => {
    const known = (JSON.parse(sourceOf('test/cause-ids.json')) as Record<string, string[]>)[symptom] ?? []
    const accounted = new Set([
      ...playbook.causes.flatMap((cause) => [cause.id, ...(cause.aliases ?? []).map((alias) => alias.id)]),
      ...playbook.advice.map((row) => row.id),
    ])

    expect(known.filter((id) => !accounted.has(id))).toEqual([])
  })
})

it('generated pages are what the code says', () => {
  expect(stalePages(root)).toEqual([])
})
