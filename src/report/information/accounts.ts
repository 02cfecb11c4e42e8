import type { KnownAccount } from '../../accounts/connect.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { type CallerIdentity, callerIdentity } from '../../evidence/sts/caller-identity.ts'
import { accountRegion } from '../../targets/resolve/account.ts'
import { bullet, type Line, paragraph, text } from '../outline-lines.ts'
import { defineInformation, type InformationAnswer, type InformationContext } from './command.ts'
import { gatherIn } from './reading.ts'

/** An account that may be asked about. */
export interface ShownAccount {
  readonly name: string
  readonly id: string
  readonly regions: readonly string[]
  readonly role?: string
}

/** What `accounts --json` prints. */
export interface Accounts {
  /** Empty where none is configured: then `own` is what is asked about. */
  readonly accounts: readonly ShownAccount[]
  readonly own?: CallerIdentity & { readonly region: string }
  /** Why the account of the credentials is not known. */
  readonly problem?: string
  readonly isChannel: boolean
}

export const accounts = defineInformation<Accounts>({
  name: 'accounts',
  reads: [callerIdentity],
  lookups: [],
  answer: async (context): Promise<InformationAnswer<Accounts>> => ({
    kind: 'data',
    data: {
      accounts: context.accounts.map(shownAccount),
      isChannel: context.asker.accounts !== undefined,
      ...(context.accounts.length === 0 && context.asker.accounts === undefined ? await ownIdentity(context) : {}),
    },
  }),
  page: (data) => ({
    tone: data.problem === undefined ? 'plain' : 'unsure',
    title: titleOf(data),
    lines: accountLines(data),
    foot: ['name one with `in`: why-502 orders-api in prod'],
  }),
})

export function shownAccount({ name, id, regions = [], roleArn }: KnownAccount): ShownAccount {
  return { name, id, regions, ...(roleArn !== undefined && { role: roleArn.replace(/^.*:role\//, '') }) }
}

/** Whose credentials read AWS where no account is configured, or why that is not known. */
export async function ownIdentity(
  context: InformationContext,
): Promise<{ own?: CallerIdentity & { region: string }; problem?: string }> {
  const { region } = context.request
  const { aws, refusal } = await context.connect(region === undefined ? {} : { region })
  if (aws === undefined) return { problem: refusal }
  const gatherer = gatherIn(context, aws, context.request.window)
  const evidence = await gatherer.evidence(callerIdentity, accountRegion(aws))
  const identity = valueIfRead(evidence)
  if (identity !== undefined) return { own: { ...identity, region: aws.region } }
  return { problem: evidence.status === 'ok' ? '' : evidence.error }
}

export function accountLines({ accounts: known, own, problem, isChannel }: Accounts): Line[] {
  if (known.length > 0) return known.map(accountLine)
  if (isChannel)
    return [
      paragraph('This channel may not ask about any account. It can be added under `channels` in firstlook.config.ts.'),
    ]
  const whose =
    own === undefined
      ? `The account of Firstlook’s own credentials could not be read. ${problem ?? ''}`.trim()
      : `No account is configured, so questions are about account ${own.account}, whose credentials Firstlook has. The region is ${own.region} unless another is named.`
  return [paragraph(whose), paragraph('More accounts are added under `accounts` in firstlook.config.ts.')]
}

function accountLine({ name, id, regions, role }: ShownAccount): Line {
  const where = regions.length === 0 ? 'any region' : regions.join(', ')
  return bullet(
    text(name, 'strong'),
    ' ',
    text(id, 'code'),
    ` · ${where}`,
    ...(role === undefined ? [] : [' · role ', text(role, 'code')]),
  )
}

function titleOf({ accounts: known, isChannel }: Accounts): string {
  const where = isChannel ? 'This channel may ask about' : 'Questions may be about'
  if (known.length === 0) return isChannel ? 'This channel has no account' : `${where} one account`
  return `${where} ${known.length === 1 ? 'one account' : `${known.length} accounts`}`
}
