import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { IamActionName } from '../aws/action.ts'
import type { Asker } from '../aws/asker.ts'
import { classify, connectionProblem, credentialsProblem, isOutOfTime } from '../aws/failure.ts'
import type { KeptAnswers } from '../aws/kept.ts'
import { openLedger } from '../aws/ledger.ts'
import { partitionOf } from '../aws/partition.ts'
import { type AwsReader, type Credentials, makeReader, type ReadLimits } from '../aws/reader.ts'
import { type AssumeOptions, assumeRole, RegionOffError } from './assume.ts'
import { makeSessions, type Sessions } from './sessions.ts'
import { type DeniedRole, deniedRole } from './trust.ts'

/** An account that may be asked about. */
export interface KnownAccount {
  /** Twelve digits. */
  readonly id: string
  /** What people type after `in`. */
  readonly name: string
  /** The diagnostic role; absent where the caller's own credentials are already in the account. */
  readonly roleArn?: string
  readonly externalId?: string
  readonly regions?: readonly string[]
}

export interface ConnectOptions {
  readonly account?: string
  readonly region?: string
  readonly known: readonly KnownAccount[]
  readonly signal: AbortSignal
  readonly credentials?: Credentials
  /** Sandbox and tests only. */
  readonly endpoint?: string
  readonly limits?: ReadLimits
  /** Milliseconds for one call with its retries; the reader's own when left out. */
  readonly callMs?: number
  /** Answers that were paid for before. */
  readonly kept?: KeptAnswers
  /** Where a question names no region and the account lists none; the environment's when left out. */
  readonly fallbackRegion?: string
  /** Handed the reader of the caller's own account before the account's id is known, to start reads that do not need it. */
  readonly onOwnReader?: (aws: AwsReader) => void
  /** Who asks; absent for a person at a terminal, whose own credentials say it. */
  readonly asker?: Asker
  /** All that an assumed session may do. */
  readonly actions: readonly IamActionName[]
  /** Regions besides the question’s and the account’s own that the question names. */
  readonly regions?: readonly string[]
  /** The process's own when left out. */
  readonly sessions?: Sessions
}

/** Connected, or a sentence that says what to do. */
export type Connection =
  | { readonly aws: AwsReader; readonly refusal?: never }
  | {
      readonly aws?: never
      readonly refusal: string
      readonly fault: 'question' | 'access'
      readonly denied?: DeniedRole
    }

const ownSessions = makeSessions()
const regionShape = /^[a-z]{2,4}(-[a-z]+){1,3}-\d$/

/** A reader of the account and region asked for; never throws for what a person can mend. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { known } = options
  const wanted =
    options.account === undefined
      ? undefined
      : known.find((each) => each.id === options.account || each.name === options.account)
  const isOwnId = options.account !== undefined && /^\d{12}$/.test(options.account)
  if (options.account !== undefined && wanted === undefined && !isOwnId)
    return refuse(unknownAccount(options.account, known), 'question')

  const home = await defaultRegion()
  const region = options.region ?? wanted?.regions?.[0] ?? options.fallbackRegion ?? home
  if (region === undefined)
    return refuse(
      'No AWS region is set. Add `region eu-west-1` to the question, or set AWS_REGION or the profile’s region.',
      'access',
    )
  if (!regionShape.test(region))
    return refuse(
      `“${region}” is not a region name. Write it as AWS does, for example \`region eu-west-1\`.`,
      'question',
    )
  const place = { region, partition: partitionOf(region), homeRegion: home ?? region }
  return wanted?.roleArn === undefined
    ? await connectOwn(options, wanted?.id ?? options.account, place)
    : await connectByRole(options, { ...wanted, roleArn: wanted.roleArn }, place)
}

interface Where {
  readonly region: string
  readonly partition: string
  readonly homeRegion: string
}

/** With the caller's own credentials, in their own account only. */
async function connectOwn(
  options: ConnectOptions,
  wanted: string | undefined,
  { region, partition, homeRegion }: Where,
): Promise<Connection> {
  let ownAccount = ''
  const own = makeReader({ account: () => ownAccount, region, partition, ...wayOf(options) })
  if (options.account === undefined) options.onOwnReader?.(own)
  try {
    const identity = await own.client(STSClient).send(new GetCallerIdentityCommand({}))
    ownAccount = identity.Account ?? ''
    if (wanted === undefined || wanted === ownAccount) return { aws: own }
    return refuse(
      `These credentials belong to account ${ownAccount}, not ${wanted}. Add ${wanted} with its role to firstlook.config.ts, or use a profile of that account.`,
      'access',
    )
  } catch (error) {
    const isElsewhere = credentialsProblem(error) !== undefined && region !== homeRegion
    const account = isElsewhere ? await accountOf(own, homeRegion) : undefined
    if (account === undefined) return refuse(problemOf(error, region), 'access')
    return refuse(
      partition === partitionOf(homeRegion)
        ? regionOff(region, `account ${account}`)
        : `Account ${account} is in the partition ${partitionOf(homeRegion)}, and ${region} belongs to ${partition}. AWS keeps partitions apart: use credentials of ${partition}, or ask about a region of ${partitionOf(homeRegion)}.`,
      'access',
    )
  }
}

/** The account these credentials belong to, when they are good in another region. */
async function accountOf(own: AwsReader, region: string): Promise<string | undefined> {
  try {
    return (await own.client(STSClient, region).send(new GetCallerIdentityCommand({}))).Account
  } catch {
    return undefined
  }
}

/** By a session of the account's diagnostic role. */
async function connectByRole(
  options: ConnectOptions,
  account: KnownAccount & { readonly roleArn: string },
  { region, partition, homeRegion }: Where,
): Promise<Connection> {
  const { roleArn, id, name, externalId } = account
  const rolePartition = roleArn.split(':')[1] ?? 'aws'
  if (partition !== rolePartition)
    return refuse(
      `${name} is in the partition ${rolePartition}, and ${region} belongs to ${partition}. Ask about a region of ${rolePartition}.`,
      'question',
    )
  if (partition !== partitionOf(homeRegion))
    return refuse(
      `${name} is in the partition ${partition}, and Firstlook runs in ${partitionOf(homeRegion)}. AWS lets no role be assumed across partitions: run a Firstlook of its own in ${partition}, or use credentials of that partition and AWS_REGION=${region}.`,
      'access',
    )
  const way = wayOf(options)
  const further = [...(account.regions ?? []), ...(options.regions ?? [])].filter(
    (each) => partitionOf(each) === partition,
  )
  const assumed: AssumeOptions = {
    ...way,
    roleArn,
    account: id,
    region,
    homeRegion,
    partition,
    scope: {
      actions: options.actions,
      regions: [...new Set([region, ...further])],
    },
    sessions: options.sessions ?? ownSessions,
    ...(externalId !== undefined && { externalId }),
    ...(options.asker !== undefined && { asker: options.asker }),
  }
  try {
    await assumeRole(assumed)
    return {
      aws: makeReader({
        ...way,
        account: id,
        region,
        partition,
        credentials: () => assumeRole(assumed),
        onExpired: ({ accessKeyId }) => assumed.sessions.forget(accessKeyId),
      }),
    }
  } catch (error) {
    if (error instanceof RegionOffError) return refuse(regionOff(region, `${name} (${id})`), 'access')
    const failure = classify(error)
    if (failure.code === 'RegionDisabledException') return refuse(regionOff(homeRegion, `${name} (${id})`), 'access')
    if (failure.status !== 'denied') return refuse(problemOf(error, homeRegion), 'access')
    const denied = deniedRole(failure, { roleArn, account: id, accountName: name, region }, externalId)
    return { ...refuse(deniedWords(denied, externalId), 'access'), denied }
  }
}

function deniedWords({ roleArn, accountName, action, statement }: DeniedRole, externalId: string | undefined): string {
  if (statement === undefined)
    return `Firstlook may not use ${action} on ${roleArn}: its own role lacks that permission. Deploy the hub stack again with ${accountName} in firstlook.config.ts.`
  const means = [
    'the role may be gone',
    `its trust policy may not allow ${action} to this caller`,
    ...(externalId === undefined
      ? []
      : [`its external id may not be the one of ${accountName} in firstlook.config.ts`]),
  ]
  return `The role ${roleArn} in ${accountName} could not be assumed: ${means.slice(0, -1).join(', ')}, or ${means.at(-1)}.`
}

function regionOff(region: string, account: string): string {
  return `The region ${region} is not turned on in ${account}. Turn it on with \`aws account enable-region --region-name ${region}\`, or ask about another region.`
}

/** What every reader of one question shares. */
function wayOf({ signal, credentials, endpoint, limits, callMs, kept }: ConnectOptions) {
  return {
    signal,
    ledger: openLedger(),
    ...(limits !== undefined && { limits }),
    ...(callMs !== undefined && { callMs }),
    ...(kept !== undefined && { kept }),
    ...(credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint }),
  }
}

function refuse(refusal: string, fault: 'question' | 'access') {
  return { refusal, fault }
}

/** The region of the environment or the profile, as every AWS tool finds it. */
async function defaultRegion(): Promise<string | undefined> {
  const fromEnvironment = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION
  if (fromEnvironment !== undefined && fromEnvironment !== '') return fromEnvironment
  try {
    return await new STSClient({}).config.region()
  } catch {
    return undefined
  }
}

function unknownAccount(name: string, known: readonly KnownAccount[]): string {
  const names = known.map((each) => `${each.name} (${each.id})`)
  return names.length === 0
    ? `No account “${name}” is configured. Add it to firstlook.config.ts, or leave \`in ${name}\` away to ask about the account of your credentials.`
    : `No account “${name}” is configured. Known: ${names.join(', ')}.`
}

/** What to do about a connection that failed as a whole. */
export function problemOf(error: unknown, region: string): string {
  if (isOutOfTime(error))
    return `AWS did not answer in time in ${region}. Ask again; if it stays so, look at the network and https://health.aws.amazon.com.`
  const known = credentialsProblem(error) ?? connectionProblem(error)
  if (known !== undefined) return known
  const { code, message } = classify(error)
  return `AWS did not accept the first call in ${region}: ${code}: ${message}. Check the credentials and the region, and ask again.`
}
