import { percentDecoded } from '../percent-decoded.ts'
import type { PresignedRequest } from '../target.ts'

/** An address of an object, with what its signature parameters say; the signature, key and token themselves are dropped at once. */
export interface S3Address {
  readonly bucket: string
  readonly key?: string
  readonly region?: string
  readonly presigned?: PresignedRequest
}

/** Reads `s3://`, ARN, virtual-hosted and path-style addresses; undefined when the text is none of them. */
export function s3Address(text: string): S3Address | undefined {
  const scheme = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,62})(?:\/(.*))?$/.exec(text)
  if (scheme?.[1] !== undefined) return { bucket: scheme[1], ...keyOf(scheme[2]) }
  const arn = /^arn:[\w-]+:s3:::([a-z0-9][a-z0-9._-]{1,62})(?:\/(.*))?$/.exec(text)
  if (arn?.[1] !== undefined) return { bucket: arn[1], ...keyOf(arn[2]) }
  const isHost = /^[a-z0-9.-]*s3[a-z0-9.-]*\.amazonaws\.com(?:\.cn)?(?:\/|$)/.test(text)
  if (!isHost && !/^https?:\/\//i.test(text)) return undefined
  const url = URL.parse(isHost ? `https://${text}` : text)
  return url === null ? undefined : fromUrl(url)
}

function fromUrl(url: URL): S3Address | undefined {
  const hosted =
    /^(?:(.+)\.)?s3(?:[.-](?:dualstack\.)?([a-z]{2}(?:-[a-z]+)+-\d))?(?:\.dualstack\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/.exec(
      url.hostname,
    )
  const presigned = presignedOf(url)
  if (hosted === null && presigned === undefined) return undefined
  const path = percentDecoded(url.pathname.slice(1))
  const [first = '', ...rest] = path.split('/')
  const name = hosted?.[1] ?? first
  const key = hosted?.[1] === undefined ? rest.join('/') : path
  const region = hosted?.[2] ?? presigned?.region
  if (name === '') return undefined
  return {
    bucket: name,
    ...keyOf(key),
    ...(region !== undefined && { region }),
    ...(presigned !== undefined && { presigned }),
  }
}

function keyOf(key: string | undefined): { key?: string } {
  return key === undefined || key === '' ? {} : { key }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function presignedOf(url: URL): PresignedRequest | undefined {
  const named = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]))
  const isOld = named.has('awsaccesskeyid') && named.has('expires')
  if (!named.has('x-amz-signature') && !named.has('x-amz-date') && !isOld) return undefined
  const [accessKey = '', , region, service] = (
    named.get('x-amz-credential') ??
    named.get('awsaccesskeyid') ??
    ''
  ).split('/')
  const signedAt = momentOf(named.get('x-amz-date'))
  const expiresSeconds = Number(named.get('x-amz-expires'))
  const hasSessionToken = named.has('x-amz-security-token')
  return {
    ...(isOld ? { signedAt: Number(named.get('expires')) * 1000, expiresSeconds: 0 } : {}),
    ...(signedAt !== undefined && { signedAt }),
    ...(Number.isFinite(expiresSeconds) && named.has('x-amz-expires') && { expiresSeconds }),
    ...(region !== undefined && { region }),
    ...(service !== undefined && { service }),
    accessKeyKind:
      hasSessionToken || accessKey.startsWith('ASIA')
        ? 'temporary'
        : accessKey.startsWith('AKIA')
          ? 'long-term'
          : 'unknown',
    hasSessionToken,
    isHttps: url.protocol === 'https:',
    signedHeaders: (named.get('x-amz-signedheaders') ?? '').split(';').filter((name) => name !== ''),
  }
}

function momentOf(stamp: string | undefined): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(stamp ?? '') ?? []
  return year === undefined ? undefined : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/**
 * The address without what would let anybody use it: signature and session token go, of the access key only its kind stays.
 * Undefined when the text is no address of S3.
 */
export function withoutSignature(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || s3Address(text) === undefined) return undefined
  const url = URL.parse(text)
  if (url === null) return undefined
  const kept = [...url.searchParams].flatMap(([name, value]): [string, string][] => {
    if (/^(x-amz-signature|signature)$/i.test(name)) return []
    if (/^x-amz-security-token$/i.test(name)) return [[name, 'present']]
    if (/^(x-amz-credential|awsaccesskeyid)$/i.test(name)) return [[name, value.replace(/^([A-Z]{4})[A-Z0-9]+/, '$1')]]
    return [[name, value]]
  })
  url.search = new URLSearchParams(kept).toString()
  return url.toString()
}
