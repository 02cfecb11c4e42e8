import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const root = join(fileURLToPath(import.meta.url), '..', '..')
const empty = join(root, 'scripts', 'empty-module.cjs')

/** One Lambda function as it is shipped. */
export interface Bundle {
  readonly name: 'ingress' | 'worker'
  /** The file whose `handler` Lambda calls. */
  readonly file: string
  readonly bytes: number
  readonly gzipBytes: number
  /** Every source file inside, relative to the repository. */
  readonly inputs: readonly string[]
}

/** What may be in a bundle, and how large it may be, minified. */
const rules = {
  ingress: { budget: 16 * 1024, forbidden: /^sandbox\/|^test\/|node_modules\/(?:@aws-sdk|@smithy|@slack|zod|luxon)\// },
  worker: {
    budget: 3.5 * 1024 * 1024,
    forbidden:
      /^sandbox\/|^test\/|node_modules\/(?:express|undici|iconv-lite|raw-body|@slack\/(?:socket-mode|oauth)|dynalite|fast-check)\//,
  },
} as const

/**
 * Bundles both functions into `<folder>/<name>/index.cjs`. CommonJS from ES sources loads fastest on Lambda; the parts of
 * Bolt that only a web server needs are left out. Throws when a bundle is too large or holds what it must not.
 */
export async function bundleAll(folder: string): Promise<readonly Bundle[]> {
  await rm(folder, { recursive: true, force: true })
  return [await bundle('ingress', folder, {}), await bundle('worker', folder, aliases())]
}

function aliases(): Record<string, string> {
  return { express: empty, 'raw-body': empty, '@slack/socket-mode': empty, '@slack/oauth': empty }
}

async function bundle(name: Bundle['name'], folder: string, alias: Record<string, string>): Promise<Bundle> {
  const file = join(folder, name, 'index.cjs')
  await mkdir(join(folder, name), { recursive: true })
  const { metafile, outputFiles } = await build({
    entryPoints: [join(root, 'src', 'entry', `${name}.ts`)],
    outfile: file,
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'error',
    metafile: true,
    write: false,
    alias,
  })
  const [output] = outputFiles
  if (output === undefined) throw new Error(`esbuild wrote nothing for ${name}`)
  const inputs = Object.keys(metafile.inputs).sort()
  const { budget, forbidden } = rules[name]
  const strangers = inputs.filter((input) => forbidden.test(input))
  if (strangers.length > 0) throw new Error(`${name} must not hold ${strangers.slice(0, 5).join(', ')}`)
  if (output.contents.length > budget)
    throw new Error(`${name} has ${output.contents.length} bytes, its budget is ${budget}`)
  await writeFile(file, output.contents)
  return { name, file, bytes: output.contents.length, gzipBytes: gzipSync(output.contents).length, inputs }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, bytes, gzipBytes } of await bundleAll(join(root, 'dist'))) {
    process.stdout.write(
      `${name.padEnd(8)} ${(bytes / 1024).toFixed(1).padStart(8)} KiB  ${(gzipBytes / 1024).toFixed(1).padStart(8)} KiB compressed\n`,
    )
  }
}
