import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { ec2Beside, environmentCredentials, literalSchemaKeys, noBoltServers } from './bundle-plugins.ts'

const root = join(import.meta.dirname, '..')

/** One Lambda function as it is shipped. */
export interface Bundle {
  readonly name: 'ingress' | 'worker' | 'watch'
  /** The file whose `handler` Lambda calls. */
  readonly file: string
  /** Of the file that is loaded at the start; what is loaded later stands beside it. */
  readonly bytes: number
  readonly gzipBytes: number
  /** Every source file inside, relative to the repository. */
  readonly inputs: readonly string[]
}

interface Part {
  readonly entry: string
  readonly plugins: readonly Plugin[]
  /** The largest it may be, minified. */
  readonly budget: number
  readonly forbidden: RegExp
}

const neverInPublic = /^sandbox\/|^test\/|node_modules\/(?:@aws-sdk|@smithy|@slack|zod|luxon)\//
const neverInWorker =
  /^sandbox\/|^test\/|node_modules\/(?:express|undici|iconv-lite|raw-body|@slack\/(?:socket-mode|oauth)|@aws-sdk\/(?:nested-clients|credential-provider-(?!env))[\w-]*|dynalite|fast-check)\//
const clients = [literalSchemaKeys, environmentCredentials]

/** The files of each function; the first is the one that Lambda loads. */
const parts: Readonly<Record<Bundle['name'], Readonly<Record<string, Part>>>> = {
  ingress: { 'index.cjs': { entry: 'src/entry/ingress.ts', plugins: [], budget: 16 * 1024, forbidden: neverInPublic } },
  watch: { 'index.cjs': { entry: 'src/entry/watch.ts', plugins: [], budget: 16 * 1024, forbidden: neverInPublic } },
  worker: {
    'index.cjs': {
      entry: 'src/entry/worker.ts',
      plugins: [...clients, noBoltServers, ec2Beside],
      budget: 2.75 * 1024 * 1024,
      forbidden: neverInWorker,
    },
    'ec2-client.cjs': {
      entry: 'src/aws/ec2-client.ts',
      plugins: clients,
      budget: 256 * 1024,
      forbidden: neverInWorker,
    },
  },
}

/**
 * Bundles every function into `<folder>/<name>/index.cjs`. CommonJS from ES sources loads fastest on Lambda; what a function can never
 * reach is left out. Throws when a file is too large or holds what it must not.
 */
export async function bundleAll(folder: string): Promise<readonly Bundle[]> {
  await rm(folder, { recursive: true, force: true })
  return [await bundle('ingress', folder), await bundle('worker', folder), await bundle('watch', folder)]
}

async function bundle(name: Bundle['name'], folder: string): Promise<Bundle> {
  await mkdir(join(folder, name), { recursive: true })
  const built = await Promise.all(
    Object.entries(parts[name]).map(([file, part]) => buildPart(join(folder, name, file), part)),
  )
  const [first] = built
  if (first === undefined) throw new Error(`${name} has no files`)
  return { ...first, name, inputs: [...new Set(built.flatMap(({ inputs }) => inputs))].sort() }
}

async function buildPart(file: string, part: Part): Promise<Omit<Bundle, 'name'>> {
  const { metafile, outputFiles } = await build({
    entryPoints: [join(root, part.entry)],
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
    plugins: [...part.plugins],
  })
  const [output] = outputFiles
  if (output === undefined) throw new Error(`esbuild wrote nothing for ${part.entry}`)
  const inputs = Object.keys(metafile.inputs).filter((input) => !input.includes(':'))
  const strangers = inputs.filter((input) => part.forbidden.test(input))
  if (strangers.length > 0) throw new Error(`${part.entry} must not bring ${strangers.slice(0, 5).join(', ')}`)
  const bytes = output.contents.length
  if (bytes > part.budget) throw new Error(`${part.entry} has ${bytes} bytes, its budget is ${part.budget}`)
  await writeFile(file, output.contents)
  return { file, bytes, gzipBytes: gzipSync(output.contents).length, inputs }
}

if (import.meta.main) {
  for (const { name, bytes, gzipBytes } of await bundleAll(join(root, 'dist'))) {
    process.stdout.write(
      `${name.padEnd(8)} ${(bytes / 1024).toFixed(1).padStart(8)} KiB  ${(gzipBytes / 1024).toFixed(1).padStart(8)} KiB compressed\n`,
    )
  }
}
