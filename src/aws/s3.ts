import { S3Client } from '@aws-sdk/client-s3'
import { S3ControlClient } from '@aws-sdk/client-s3-control'
import type { AwsReader } from './reader.ts'

interface EndpointParameters {
  readonly Endpoint?: unknown
  readonly ForcePathStyle?: boolean
}

interface Steerable {
  readonly config: {
    forcePathStyle?: boolean
    endpoint?: unknown
    endpointProvider: (
      parameters: EndpointParameters,
      context?: unknown,
    ) => { url: URL; properties?: Record<string, unknown> }
  }
}

const steered = new WeakSet<object>()

/** The S3 client of a region; behind an address of one's own, the bucket stays in the path. */
export function s3Client(aws: AwsReader, region?: string): S3Client {
  const client = aws.client(S3Client, region)
  steer(client as unknown as Steerable, (url, provide, parameters) =>
    isPlainHost(url) ? provide({ ...parameters, ForcePathStyle: true }) : undefined,
  )
  return client
}

/** The S3 Control client: the account it puts before the host's name would make an address of one's own unreachable. */
export function s3ControlClient(aws: AwsReader): S3ControlClient {
  const client = aws.client(S3ControlClient)
  steer(client as unknown as Steerable, (url) =>
    isPlainHost(url)
      ? {
          url,
          properties: {
            authSchemes: [{ name: 'sigv4', signingName: 's3', signingRegion: aws.region, disableDoubleEncoding: true }],
          },
        }
      : undefined,
  )
  return client
}

type Provide = Steerable['config']['endpointProvider']

function steer(
  client: Steerable,
  instead: (url: URL, provide: Provide, parameters: EndpointParameters) => ReturnType<Provide> | undefined,
): void {
  if (steered.has(client)) return
  steered.add(client)
  const provide = client.config.endpointProvider
  client.config.endpointProvider = (parameters, context) => {
    const url = typeof parameters.Endpoint === 'string' ? URL.parse(parameters.Endpoint) : null
    return (url === null ? undefined : instead(url, provide, parameters)) ?? provide(parameters, context)
  }
}

/** An address without a domain of AWS's in it: no name can be put in front of it. */
function isPlainHost({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    /^[\d.]+$/.test(hostname) ||
    hostname.startsWith('[') ||
    !hostname.includes('.')
  )
}
