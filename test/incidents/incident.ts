import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { strengths, verdicts } from '../../src/report/report.ts'

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]))

/** What must and must not be said. Every part that is given must hold. */
const expectation = z.strictObject({
  /** One of these. */
  verdict: oneOrMore(z.enum(verdicts)),
  /** The first cause goes by one of these names, its aliases counted; null: no cause is named at all. */
  cause: z.union([oneOrMore(z.string()), z.null()]),
  /** At least this strong. */
  strength: z.enum(strengths).optional(),
  /** Part of the blamed resource's name or ARN. */
  resource: z.string().optional(),
  /** Each stands in a fact of the first cause, as `label: value`; slashes make it a regular expression. */
  facts: z.array(z.string()).default([]),
  /** True causes besides the first. */
  alsoCauses: z.array(z.string()).default([]),
  /** Ids in the chain of the first cause, outermost first. */
  chain: z.array(z.string()).optional(),
  /** Never claimed as proven or likely, under any name. */
  forbidden: z.array(z.string()).default([]),
  /** Actions named in gaps. */
  gaps: z.array(z.string()).default([]),
  /** Each stands in the report's summary, notes or observed facts. */
  says: z.array(z.string()).default([]),
  /** Text of the change tied to the first cause. */
  tiedChange: z.string().optional(),
})

const incidentSchema = z.strictObject({
  title: z.string(),
  /** What the incident tries: shown with failures and counted in the benchmark. */
  kind: z.enum([
    'clean',
    'look-alike',
    'red-herring',
    'dual-fault',
    'healthy',
    'recovered',
    'logs-off',
    'metrics-missing',
    'denied',
    'throttled',
    'chain',
    'hard',
  ]),
  /** As typed, without `/aws`. */
  command: z.string(),
  /** Why the expected answer is the right one, with its source. */
  because: z.string(),
  world: z.looseObject({}),
  expect: expectation,
})

export type Incident = z.infer<typeof incidentSchema>
export type Expectation = Incident['expect']

const folder = dirname(fileURLToPath(import.meta.url))

/** Every incident under a folder of this one, by path; a file that does not fit is an error that names its field. */
export function incidents(under = ''): { readonly path: string; readonly incident: Incident }[] {
  return readdirSync(join(folder, under), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const path = join(folder, under, file)
      const parsed = incidentSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
      if (!parsed.success) throw new Error(`${relative(folder, path)}: ${z.prettifyError(parsed.error)}`)
      return { path: relative(folder, path), incident: parsed.data }
    })
}
