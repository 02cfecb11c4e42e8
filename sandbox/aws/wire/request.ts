import { AwsError } from './errors.ts'
import { fromForm } from './form.ts'
import { type ReceivedHttp, type Signature, signatureOf } from './http.ts'
import { fromJson } from './json.ts'
import { matchRest, readRestInput } from './rest.ts'
import { modelOf, type Service, serviceByTarget, serviceByVersion, services, servicesByScope } from './services.ts'
import type { Model, Operation } from './shapes.ts'

/** A request whose service and operation are known and whose input is parsed. */
export interface AwsRequest {
  readonly service: Service
  readonly model: Model
  readonly operation: Operation
  readonly input: Readonly<Record<string, unknown>>
  readonly signature: Signature | undefined
  readonly http: ReceivedHttp
}

/** What a request turned out to be, or the service whose format its refusal should have. */
export type Recognised =
  | { readonly request: AwsRequest }
  | { readonly unknown: string; readonly service: Service | undefined }

/** Finds the service and operation of a request and parses its input. */
export async function recognise(http: ReceivedHttp): Promise<Recognised> {
  const signature = signatureOf(http)
  const target = http.headers['x-amz-target']
  if (target !== undefined) return recogniseJson(http, signature, target)
  if (isForm(http)) return recogniseForm(http, signature)
  return recogniseRest(http, signature)
}

async function recogniseJson(
  http: ReceivedHttp,
  signature: Signature | undefined,
  target: string,
): Promise<Recognised> {
  const [prefix = '', name = ''] = target.split('.')
  const service = serviceByTarget(prefix)
  if (service === undefined) return { unknown: target, service: undefined }
  const model = await modelOf(service)
  const operation = model.operations.get(name)
  if (operation === undefined) return { unknown: name, service }
  const input = Object(fromJson(operation.input, parseJson(http), { jsonNames: false }))
  return { request: { service, model, operation, input, signature, http } }
}

async function recogniseForm(http: ReceivedHttp, signature: Signature | undefined): Promise<Recognised> {
  const form = new URLSearchParams(http.body.toString('utf8'))
  const action = form.get('Action') ?? ''
  const service = serviceByVersion(form.get('Version') ?? '', signature?.scope)
  if (service === undefined) return { unknown: action, service: undefined }
  const model = await modelOf(service)
  const operation = model.operations.get(action)
  if (operation === undefined) return { unknown: action, service }
  const input = Object(fromForm(operation.input, form, service.protocol === 'ec2Query' ? 'ec2Query' : 'awsQuery'))
  return { request: { service, model, operation, input, signature, http } }
}

async function recogniseRest(http: ReceivedHttp, signature: Signature | undefined): Promise<Recognised> {
  const scope = signature?.scope
  if (scope === undefined) return { unknown: `${http.method} ${http.path}`, service: undefined }
  const candidates = scope === 's3' ? [isS3Control(http) ? services.s3control : services.s3] : servicesByScope(scope)
  for (const service of candidates) {
    const model = await modelOf(service)
    const { bucket, path } = service.id === 's3' ? splitBucket(http) : { bucket: undefined, path: http.path }
    const match = matchRest(s3Operations(model, bucket), http, path)
    if (match === undefined) continue
    const input = readRestInput(match, http, service.protocol)
    if (bucket !== undefined && bucket !== '') input.Bucket = decodeURIComponent(bucket)
    return { request: { service, model, operation: match.operation, input, signature, http } }
  }
  return { unknown: `${http.method} ${http.path}`, service: candidates[0] }
}

/** Without a bucket only ListBuckets can be meant; with one it cannot. */
function s3Operations(model: Model, bucket: string | undefined): Iterable<Operation> {
  if (bucket === undefined) return model.operations.values()
  const isRoot = bucket === ''
  return [...model.operations.values()].filter(
    ({ name }) => ['ListBuckets', 'ListDirectoryBuckets'].includes(name) === isRoot,
  )
}

/** The bucket is the first part of the path, or of the host: `orders.localhost`. */
function splitBucket({ path, headers }: ReceivedHttp): { bucket: string; path: string } {
  const named = /^(.+)\.localhost(:\d+)?$/.exec(headers.host ?? '')?.[1]
  if (named !== undefined && named !== 's3') return { bucket: named, path }
  const [bucket = '', ...rest] = path.replace(/^\//, '').split('/')
  return { bucket, path: `/${rest.join('/')}` }
}

function isS3Control(http: ReceivedHttp): boolean {
  return (
    http.headers['x-amz-account-id'] !== undefined ||
    http.path.startsWith('/v20180820/') ||
    /(^|\.)s3-control\./.test(http.headers.host ?? '')
  )
}

function isForm(http: ReceivedHttp): boolean {
  return (http.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
}

function parseJson(http: ReceivedHttp): unknown {
  try {
    return JSON.parse(http.body.toString('utf8') || '{}')
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.', { status: 400 })
  }
}
