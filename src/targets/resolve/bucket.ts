import { GetBucketLocationCommand, ListBucketsCommand } from '@aws-sdk/client-s3'
import { GetAccessPointCommand } from '@aws-sdk/client-s3-control'
import { classify } from '../../aws/failure.ts'
import type { AwsReader } from '../../aws/reader.ts'
import { s3Client, s3ControlClient } from '../../aws/s3.ts'
import { readDeniedMessage } from '../denied-message.ts'
import { asRole } from '../principal-arn.ts'
import type { Symptom } from '../symptom.ts'
import { bucket, placeOf, type S3Request } from '../target.ts'
import { s3Address } from './presigned.ts'
import type { Lookup, LookupResult } from './resolution.ts'
import { findPrincipal } from './role.ts'

type Details = Readonly<Record<string, string>>

/** What was said of a bucket and the request to it. */
export interface BucketHint {
  readonly name: string
  readonly region?: string
  /** The account of an access point. */
  readonly account?: string
  readonly request: S3Request
}

/** A bucket's name, ARN, address or presigned address, or an error text that names one. */
export function bucketHint(text: string, details: Details = {}): BucketHint | undefined {
  const first = text.trim().split(/\s+/)[0] ?? ''
  const address = s3Address(details.url ?? first) ?? s3Address(first)
  const isText = /\s/.test(text.trim()) || text.startsWith('<')
  const error = details.error ?? details.message ?? (isText ? text : undefined)
  const said = readDeniedMessage(error ?? '')
  const fromError = s3Address(said.resource ?? '')
  const inXml = /<BucketName>([^<]+)<|<Resource>\/?([^</]+)/.exec(error ?? '')
  const name =
    address?.bucket ?? (isBucketName(first) ? first : undefined) ?? fromError?.bucket ?? inXml?.[1] ?? inXml?.[2]
  const point = accessPointIn(first) ?? accessPointIn(said.resource ?? '')
  if (name === undefined && point === undefined) return undefined
  const key = details.key ?? address?.key ?? fromError?.key ?? point?.key
  const action = details.action ?? said.action
  const principal = details.principal ?? said.caller
  return {
    name: name ?? '',
    ...(address?.region !== undefined && { region: address.region }),
    ...(point !== undefined && { account: point.account, region: point.region }),
    request: {
      ...(key !== undefined && { key }),
      ...(action !== undefined && { action }),
      ...(principal !== undefined && { principal }),
      ...(error !== undefined && { error }),
      ...(point !== undefined && { accessPoint: point.name }),
      ...(address?.presigned !== undefined && { presigned: address.presigned }),
    },
  }
}

/** `arn:aws:s3:eu-west-1:123456789012:accesspoint/NAME/object/KEY` */
function accessPointIn(text: string) {
  const [, region, account, name, key] =
    /^arn:[\w-]+:s3:([a-z0-9-]+):(\d{12}):accesspoint[/:]([a-z0-9-]{3,50})(?:\/object\/(.+))?/.exec(text) ?? []
  if (region === undefined || account === undefined || name === undefined) return undefined
  return { region, account, name, ...(key !== undefined && { key }) }
}

function isBucketName(text: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(text)
}

/** `eu-west-1`; what S3 calls nothing is us-east-1 and what it calls EU is eu-west-1. */
async function regionOf(name: string, aws: AwsReader): Promise<string> {
  const ask = async (region: string): Promise<string> => {
    const answer = await s3Client(aws, region).send(new GetBucketLocationCommand({ Bucket: name }))
    const location: string = answer.LocationConstraint ?? ''
    return location === '' ? 'us-east-1' : location === 'EU' ? 'eu-west-1' : location
  }
  try {
    return await ask(aws.region)
  } catch (error) {
    const named = error as { name?: unknown; Region?: unknown; BucketRegion?: unknown }
    const told = [named.BucketRegion, named.Region].find((each) => typeof each === 'string' && each !== '')
    if (typeof told === 'string') return told
    if (
      /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/.test(String(named.name))
    )
      return await ask('us-east-1')
    throw error
  }
}

/** A bucket of this account, or one that it may only hear of: then its settings are gaps, not absences. */
export const bucketLookup = {
  id: 's3.bucket',
  actions: ['s3:GetBucketLocation', 's3:GetAccessPoint', 'iam:GetRole', 'iam:GetUser'],
  resource: (text, aws) => `arn:${aws.partition}:s3:::${bucketHint(text)?.name ?? '*'}`,
  fits: (text, symptom) => symptom === '403' && bucketHint(text) !== undefined,
  round: () => 1,
  async find(text: string, aws: AwsReader, _symptom: Symptom, details?: Details): Promise<LookupResult> {
    const hint = bucketHint(text, details)
    if (hint === undefined) return { exact: [], others: [] }
    const notes: string[] = []
    let region = hint.region ?? aws.region
    const name = hint.name === '' ? await bucketBehind(hint, aws) : hint.name
    if (name === undefined) return { exact: [], others: [] }
    try {
      // A directory bucket answers within a session only; its zone is in the region of the question.
      if (!name.endsWith('--x-s3')) region = await regionOf(name, aws)
    } catch (error) {
      const { status, code } = classify(error)
      if (status === 'absent') return { exact: [], others: [] }
      if (status !== 'denied') throw error
      notes.push(
        `The place of ${name} could not be read (${code}): it may belong to another account, whose settings cannot be seen from here.`,
      )
    }
    const principal = await principalOf(hint.request.principal, aws)
    const { principal: _typed, ...rest } = hint.request
    const request = { ...rest, ...(principal !== undefined && { principal }) }
    const target = bucket({ ...placeOf(aws), region }, name, Object.keys(request).length === 0 ? undefined : request)
    return { exact: [{ target, label: `bucket ${name} in ${region}`, hint: name }], others: [], notes }
  },
} satisfies Lookup

/** The bucket that an access point leads to. */
async function bucketBehind(hint: BucketHint, aws: AwsReader): Promise<string | undefined> {
  const answer = await s3ControlClient(aws).send(
    new GetAccessPointCommand({ AccountId: hint.account ?? aws.account, Name: hint.request.accessPoint ?? '' }),
  )
  return answer.Bucket
}

async function principalOf(typed: string | undefined, aws: AwsReader): Promise<string | undefined> {
  if (typed === undefined || typed.startsWith('arn:')) return typed === undefined ? undefined : asRole(typed)
  if (/^(anonymous|public|\*)$/i.test(typed)) return 'anonymous'
  if (typed.endsWith('.amazonaws.com')) return typed
  return (await findPrincipal(typed, aws).catch(() => undefined)) ?? typed
}

/** Only to say what may have been meant. */
export const bucketNames = {
  id: 's3.buckets',
  actions: ['s3:ListAllMyBuckets'],
  resource: () => '*',
  fits: (_text, symptom) => symptom === '403',
  round: () => 3,
  async find(_text: string, aws: AwsReader): Promise<LookupResult> {
    const answer = await s3Client(aws).send(new ListBucketsCommand({}))
    return { exact: [], others: (answer.Buckets ?? []).flatMap((each) => each.Name ?? []) }
  },
} satisfies Lookup
