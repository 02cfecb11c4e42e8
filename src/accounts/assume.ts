import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { Asker } from '../aws/asker.ts'
import { classify, credentialsProblem } from '../aws/failure.ts'
import type { Ledger } from '../aws/ledger.ts'
import { isOptIn } from '../aws/partition.ts'
import { type Credentials, makeReader } from '../aws/reader.ts'
import { sessionNames } from './session-names.ts'
import { type SessionScope, servicePolicy, sessionPolicy } from './session-policy.ts'
import type { IssuedCredentials, SessionRequest, Sessions } from './sessions.ts'

/** The shortest session there is; a Lambda function's role may chain to another for an hour at most. */
const sessionSeconds = 900
/** A session may be shared, so its opening does not end with the answer that asked for it first. */
const openingMs = 10_000

export interface AssumeOptions {
  readonly roleArn: string
  readonly account: string
  readonly externalId?: string
  /** Where the session will read. */
  readonly region: string
  /** Whose STS is asked: the caller's own region, which is on in the caller's account. */
  readonly homeRegion: string
  readonly partition: string
  readonly scope: SessionScope
  readonly asker?: Asker
  readonly sessions: Sessions
  readonly signal: AbortSignal
  readonly ledger: Ledger
  readonly credentials?: Credentials | (() => Promise<Credentials>)
  readonly endpoint?: string
}

/** Thrown when a session that STS has just issued is unknown to the region: the account has not turned the region on. */
export class RegionOffError extends Error {
  override readonly name = 'RegionOffError'
}

/**
 * The credentials of a session of a role, held or new. Throws what STS answered, or RegionOffError. The source identity and
 * the tags are not left away when a role refuses them: what cannot be traced to a person is not read.
 */
export async function assumeRole(options: AssumeOptions): Promise<IssuedCredentials> {
  const { roleArn, region, externalId, scope, asker, sessions, signal } = options
  const request: SessionRequest = {
    roleArn,
    region,
    policy: sessionPolicy(scope),
    names: sessionNames(asker),
    ...(externalId !== undefined && { externalId }),
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
  }
  const opening = sessions.get(request, async (wanted) => {
    const issued = await issue(wanted, options).catch((error: unknown) => {
      if (!classify(error).code.startsWith('PackedPolicyTooLarge')) throw error
      return issue({ ...wanted, policy: servicePolicy(scope) }, options)
    })
    if (isOptIn(region)) await proveRegion(issued, options)
    return issued
  })
  return await orAborted(opening, signal)
}

async function issue(
  { roleArn, policy, names, externalId }: SessionRequest,
  options: AssumeOptions,
): Promise<IssuedCredentials> {
  const { sessionName, sourceIdentity, tags } = names
  const { Credentials: issued } = await stsOf(options, options.homeRegion, options.credentials).send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      DurationSeconds: sessionSeconds,
      Policy: policy,
      ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
      ...(tags.length > 0 && { Tags: [...tags] }),
      ...(externalId !== undefined && { ExternalId: externalId }),
    }),
  )
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = issued ?? {}
  if (AccessKeyId === undefined || SecretAccessKey === undefined || Expiration === undefined)
    throw new Error(`AWS issued no credentials for ${roleArn}.`)
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken !== undefined && { sessionToken: SessionToken }),
    expiration: Expiration,
  }
}

/** A region that is off knows none of the account's sessions, and every service words that differently. */
async function proveRegion(issued: IssuedCredentials, options: AssumeOptions): Promise<void> {
  try {
    await stsOf(options, options.region, issued).send(new GetCallerIdentityCommand({}))
  } catch (error) {
    throw credentialsProblem(error) === undefined ? error : new RegionOffError(options.region)
  }
}

function stsOf(
  { account, partition, ledger, endpoint }: AssumeOptions,
  region: string,
  credentials: AssumeOptions['credentials'],
): STSClient {
  return makeReader({
    account,
    region,
    partition,
    ledger,
    signal: AbortSignal.timeout(openingMs),
    ...(credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint }),
  }).client(STSClient)
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
