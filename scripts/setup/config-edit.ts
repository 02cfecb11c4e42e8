import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Config, loadConfig } from '../../src/config/config.ts'

/** What setup may put into `firstlook.config.ts`; what is left out stays as it is. */
export interface Wanted {
  readonly accounts: readonly {
    readonly name: string
    readonly id: string
    readonly regions: readonly string[]
    readonly externalId: string
  }[]
  readonly alarmChannel?: string
  readonly defaultRegion?: string
}

export interface Edited {
  readonly text: string
  /** What could not be put in, each as a sentence with what to do. */
  readonly byHand: readonly string[]
}

/** Adds what is missing and changes nothing that is there; pure. */
export function editConfig(text: string, config: Config, { accounts, alarmChannel, defaultRegion }: Wanted): Edited {
  const byHand: string[] = []
  let edited = text
  for (const { name, id, regions, externalId } of accounts) {
    const known = Object.entries(config.accounts).find(([each, account]) => each === name || account.id === id)
    if (known !== undefined) {
      const [knownName, account] = known
      if (knownName !== name || account.id !== id)
        byHand.push(
          `${knownName} (${account.id}) is in the configuration already; ${name} (${id}) was left out. Edit it by hand.`,
        )
      continue
    }
    const list = regions.map((region) => literal(region)).join(', ')
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : literal(name)
    const line = `    ${key}: { id: ${literal(id)}, regions: [${list}], externalId: ${literal(externalId)} },`
    const after = /^ {2}accounts: \{\n/m
    if (after.test(edited)) edited = edited.replace(after, (head) => `${head}${line}\n`)
    else byHand.push(`Add under \`accounts\` in firstlook.config.ts: ${line.trim()}`)
  }
  for (const [field, value] of [
    ['alarmChannel', alarmChannel],
    ['defaultRegion', defaultRegion],
  ] as const) {
    if (value === undefined || config[field] === value) continue
    const line = `  ${field}: ${literal(value)},`
    const place = new RegExp(`^ {2}// ${field}: .*$`, 'm')
    if (config[field] !== undefined)
      byHand.push(`${field} is ${config[field]} already and was left so; ${value} was asked for.`)
    else if (place.test(edited)) edited = edited.replace(place, () => line)
    else byHand.push(`Add to firstlook.config.ts: ${line.trim()}`)
  }
  return { text: edited, byHand }
}

function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** Runs and checks the text of a configuration as Firstlook would. Throws an Error that names each wrong field. */
export async function configOf(text: string): Promise<Config> {
  const root = join(import.meta.dirname, '../..')
  const folder = await mkdtemp(join(tmpdir(), 'firstlook-config-'))
  try {
    const file = join(folder, 'firstlook.config.ts')
    await writeFile(
      file,
      text.replace(/from '\.\//g, () => `from '${pathToFileURL(root).href}/`),
    )
    const loaded: { default?: unknown } = await import(pathToFileURL(file).href)
    return loadConfig(loaded.default, { source: text })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
