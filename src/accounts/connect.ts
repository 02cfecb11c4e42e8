import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { classify, connectionProblem, credentialsProblem, isOutOfTime } from '../aws/failure.ts'
import { type Ledger, openLedger } from '../aws/ledger.ts'
import { type AwsReader, type Credentials, makeReader } from '../aws/reader.ts'

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
  /** Handed the reader of the caller's own account before the account's id is known, to start reads that do not need it. */
  readonly onOwnReader?: (aws: AwsReader) => void
  /** Who asks, for CloudTrail in the watched account: letters, digits and `=,.@-`. */
  readonly sessionName?: string
}

/** Connected, or a sentence that says what to do. */
export type Connection =
  | { readonly aws: AwsReader; readonly refusal?: never }
  | { readonly aws?: never; readonly refusal: string; readonly fault: 'question' | 'access' }

const regionShape = /^[a-z]{2}(-[a-z]+){1,3}-\d$/
const sessionSeconds = 900

/** A reader of the account and region asked for; never throws for what a person can mend. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { known, signal, credentials, endpoint } = options
  const wanted =
    options.account === undefined
      ? undefined
      : known.find((each) => each.id === options.account || each.name === options.account)
  const isOwnId = options.account !== undefined && /^\d{12}$/.test(options.account)
  if (options.account !== undefined && wanted === undefined && !isOwnId)
    return refuse(unknownAccount(options.account, known), 'question')

  const region = options.region ?? wanted?.regions?.[0] ?? (await defaultRegion())
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

  const ledger = openLedger()
  const partition = partitionOf(region)
  const base = { region, partition, signal, ledger, ...(endpoint !== undefined && { endpoint }) }
  let ownAccount = ''
  const own = makeReader({ account: () => ownAccount, ...base, ...(credentials !== undefined && { credentials }) })
  if (options.account === undefined) options.onOwnReader?.(own)
  try {
    const identity = await own.client(STSClient).send(new GetCallerIdentityCommand({}))
    ownAccount = identity.Account ?? ''
    const target = wanted?.id ?? options.account ?? ownAccount
    if (target === ownAccount && wanted?.roleArn === undefined) return { aws: own }
    if (wanted?.roleArn === undefined)
      return refuse(
        `These credentials belong to account ${ownAccount}, not ${target}. Add ${target} with its role to firstlook.config.ts, or use a profile of that account.`,
        'access',
      )
    return await assume(own, wanted, wanted.roleArn, base, options.sessionName)
  } catch (error) {
    return refuse(problemOf(error, region), 'access')
  }
}

async function assume(
  own: AwsReader,
  account: KnownAccount,
  roleArn: string,
  base: { region: string; partition: string; signal: AbortSignal; ledger: Ledger; endpoint?: string },
  sessionName = 'firstlook',
): Promise<Connection> {
  try {
    const { Credentials: issued } = await own.client(STSClient).send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName.replace(/[^\w=,.@-]/g, '-').slice(0, 64),
        DurationSeconds: sessionSeconds,
        ...(account.externalId !== undefined && { ExternalId: account.externalId }),
      }),
    )
    if (issued?.AccessKeyId === undefined || issued.SecretAccessKey === undefined)
      return refuse(`AWS issued no credentials for ${roleArn}. Ask again.`, 'access')
    const credentials = {
      accessKeyId: issued.AccessKeyId,
      secretAccessKey: issued.SecretAccessKey,
      ...(issued.SessionToken !== undefined && { sessionToken: issued.SessionToken }),
    }
    return { aws: makeReader({ account: account.id, ...base, credentials }) }
  } catch (error) {
    if (classify(error).status !== 'denied') throw error
    return refuse(
      `The role ${roleArn} in ${account.name} could not be assumed. Its trust policy must allow this caller to sts:AssumeRole${account.externalId === undefined ? '' : ' with the configured external id'}.`,
      'access',
    )
  }
}

function refuse(refusal: string, fault: 'question' | 'access'): Connection {
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

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
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
