import { IANAZone } from 'luxon'
import * as z from 'zod'
import { accessSchema, accountAccess, channelAccess } from './access.ts'
import { alarmsSchema } from './alarms.ts'
import { onCallSchema } from './on-call.ts'
import { teamPlaybookSchema, thresholdsSchema } from './playbook.ts'
import { lineOfField } from './source-line.ts'

const accountId = z.string().regex(/^\d{12}$/, 'an account id is a string of 12 digits, for example "123456789012"')
const region = z.string().regex(/^[a-z]{2,4}(-[a-z]{2,10}){1,2}-\d{1,2}$/, 'a region looks like "eu-west-1"')
const channelId = z
  .string()
  .regex(
    /^[CG][A-Z0-9]{2,20}$/,
    'use the channel’s id, for example "C0123ABCD"; Slack shows it at the foot of the channel’s details',
  )

const accountSchema = z.strictObject({
  id: accountId,
  /** The first is used when a question names none. */
  regions: z.array(region).min(1, 'name at least one region'),
  /** The diagnostic role in that account, as the spoke stack names it. */
  roleName: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, 'a role name, not an ARN')
    .default('FirstlookDiagnostic'),
  externalId: z.string().min(2).max(1224).optional(),
  ...accountAccess,
})

const channelSchema = z.strictObject({
  /** Names from `accounts` that may be asked about and shown here. */
  accounts: z.array(z.string()).min(1, 'name at least one account of `accounts`'),
  ...channelAccess,
})

const limitsSchema = z.strictObject({
  /** A report is posted at the latest after this time. */
  deadlineSeconds: z.number().int().min(5).max(600).default(40),
  /** Calls to AWS at the same time. */
  concurrentReads: z.number().int().min(1).max(64).default(24),
  /** Dollars one answer may spend on reads that AWS charges for; what would cost more is not read and said to be a gap. */
  usd: z.number().min(0).max(10).default(0.05),
})

const redactionSchema = z.strictObject({
  /** Whether e-mail addresses are taken out of answers, as secrets always are. */
  emails: z.boolean().default(false),
})

const configSchema = z
  .strictObject({
    accounts: z
      .record(z.string().regex(/^[\w.-]{1,40}$/, 'an account’s name has letters, digits, dots, dashes'), accountSchema)
      .default({}),
    /** Which accounts a channel may ask about; empty allows every account in every channel. */
    channels: z.record(channelId, channelSchema).default({}),
    access: accessSchema.prefault({}),
    /** Where alarms are answered that no route of `alarms` matches; without it those are answered nowhere. */
    alarmChannel: channelId.optional(),
    alarms: alarmsSchema.prefault({}),
    onCall: onCallSchema.prefault({}),
    /** Region of questions that name none, in an account that lists none. */
    defaultRegion: region.optional(),
    /** Clock times such as `since 14:05` are read in this zone. */
    timeZone: z
      .string()
      .refine((zone) => IANAZone.isValidZone(zone), 'an IANA time zone, for example "Europe/Berlin"')
      .default('UTC'),
    limits: limitsSchema.prefault({}),
    thresholds: thresholdsSchema.prefault({}),
    playbook: teamPlaybookSchema.prefault({}),
    redaction: redactionSchema.prefault({}),
  })
  .superRefine(({ accounts, channels }, context) => {
    const byId = new Map<string, string>()
    for (const [name, { id }] of Object.entries(accounts)) {
      const before = byId.get(id)
      if (before !== undefined)
        context.addIssue({
          code: 'custom',
          path: ['accounts', name, 'id'],
          message: `is the id of "${before}" too; give each account once`,
        })
      byId.set(id, name)
    }
    for (const [channel, { accounts: allowed }] of Object.entries(channels)) {
      allowed.forEach((name, index) => {
        if (Object.hasOwn(accounts, name)) return
        context.addIssue({
          code: 'custom',
          path: ['channels', channel, 'accounts', index],
          message: `"${name}" is not in accounts; add it there or correct the name`,
        })
      })
    }
  })

/** What a person writes in `firstlook.config.ts`; every field may be left out. */
export type ConfigInput = z.input<typeof configSchema>
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T
/** The configuration with defaults filled in; frozen through and through. */
export type Config = DeepReadonly<z.output<typeof configSchema>>
export type AccountConfig = Config['accounts'][string]

/** Lets an editor complete and check a configuration file. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}

/** What a configuration is checked against, besides its own schema. */
export interface ConfigCheck {
  /** The text of the file: faults then name their line. */
  readonly source?: string
  /** Every id a cause may go by. */
  readonly causeIds?: readonly string[]
  /** Finds what an unknown id was meant to be, nearest first. */
  readonly nearest?: (word: string, candidates: readonly string[]) => readonly string[]
}

interface Fault {
  readonly path: readonly PropertyKey[]
  readonly sentence: string
}

/** Checks a configuration and fills in defaults. Throws an Error that names every wrong field, its line, and how to put it right. */
export function loadConfig(input: unknown, check: ConfigCheck = {}): Config {
  const parsed = configSchema.safeParse(input)
  const faults = parsed.success
    ? unknownCauses(parsed.data, check)
    : parsed.error.issues.map((issue) => ({ path: pathOf(issue), sentence: sentenceOf(issue) }))
  if (parsed.success && faults.length === 0) return deepFreeze(parsed.data)
  throw new Error(`firstlook.config.ts cannot be used:\n${faults.map((fault) => faultLine(fault, check)).join('\n')}`)
}

function unknownCauses({ playbook }: z.output<typeof configSchema>, { causeIds, nearest }: ConfigCheck): Fault[] {
  if (causeIds === undefined) return []
  return (['notes', 'off'] as const).flatMap((list) =>
    playbook[list].flatMap(({ cause }, index) => {
      if (cause === undefined || causeIds.includes(cause)) return []
      const near = nearest?.(cause, causeIds) ?? []
      const hint = near.length > 0 ? `did you mean ${orList(near)}?` : 'docs/playbook.md lists all of them'
      return [
        { path: ['playbook', list, index, 'cause'], sentence: `there is no cause "${cause}"; ${hint}` } satisfies Fault,
      ]
    }),
  )
}

function orList(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(' or ')
}

function faultLine({ path, sentence }: Fault, { source }: ConfigCheck): string {
  const line = source === undefined ? undefined : lineOfField(source, path)
  return `  ${line === undefined ? '' : `line ${line}, `}${fieldOf(path)}: ${sentence}`
}

/** An unknown setting is where its name stands. */
function pathOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' && issue.keys.length === 1
    ? [...issue.path, issue.keys[0] ?? '']
    : issue.path
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '(the whole file)' : path.map(String).join('.')
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `there is no setting ${issue.keys.map((key) => `"${key}"`).join(', ')}; remove it or correct its name`
  }
  return issue.message
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object') {
    for (const item of Object.values(value)) deepFreeze(item)
    Object.freeze(value)
  }
  return value
}
