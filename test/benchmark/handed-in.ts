import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { strengths, verdicts } from '../../src/report/report.ts'

const resource = z.union([z.string(), z.looseObject({ name: z.string(), arn: z.string() })])
const fact = z.union([z.string(), z.looseObject({ label: z.string(), value: z.string() })])

const causeSchema = z
  .looseObject({
    id: z.string().optional(),
    aliases: z.array(z.string()).default([]),
    text: z.string().default(''),
    strength: z.enum(strengths, 'a strength is "proven", "likely" or "possible"'),
    resource: resource.optional(),
    facts: z.array(fact).default([]),
  })
  .refine(({ id, text }) => id !== undefined || text !== '', 'a cause has an `id` or a `text`')
  .transform(({ id, aliases, text, strength, resource, facts }) => ({
    ids: id === undefined ? [] : [id, ...aliases],
    text,
    strength,
    resource: typeof resource === 'string' ? resource : `${resource?.name ?? ''} ${resource?.arn ?? ''}`.trim(),
    facts: facts.map((each) => (typeof each === 'string' ? each : `${each.label}: ${each.value}`)),
  }))

const answerSchema = z
  .looseObject({
    verdict: z.enum(verdicts, `a verdict is one of ${verdicts.join(', ')}`),
    causes: z.array(causeSchema),
    cost: z.looseObject({ calls: z.number().optional(), usd: z.number().optional() }).optional(),
    durationMs: z.number().optional(),
  })
  .transform(({ verdict, causes, cost, durationMs }) => ({
    verdict,
    causes,
    ...(cost?.calls !== undefined && { reads: cost.calls }),
    ...(cost?.usd !== undefined && { usd: cost.usd }),
    ...(durationMs !== undefined && { milliseconds: durationMs }),
  }))

/** An answer as it is scored: a Report JSON and the minimal form come to the same. */
export type HandedIn = z.output<typeof answerSchema>
export type NamedCause = HandedIn['causes'][number]

/** Reads an answer of Firstlook or of another tool. Throws an Error that names the field that does not fit. */
export function handedIn(answer: unknown): HandedIn {
  const parsed = answerSchema.safeParse(answer)
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  return parsed.data
}

/** The answer to one incident out of a folder, `502/oom` standing in `502/oom.json`; undefined when there is none. */
export function answerIn(folder: string, incident: string): HandedIn | undefined {
  const file = join(folder, `${incident}.json`)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    return handedIn(JSON.parse(text))
  } catch (error) {
    throw new Error(`${file} is no answer: ${error instanceof Error ? error.message : String(error)}`)
  }
}
