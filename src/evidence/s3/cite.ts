import type { Bucket } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import type { Citation } from '../probe.ts'

/** Shows one of a bucket's settings again: `get-bucket-policy`. */
export function citeBucket(target: Bucket, api: string, command: string, more = ''): Citation {
  return {
    source: `s3:${api} Bucket=${target.name}`,
    account: target.account,
    region: target.region,
    link: consoleLink(target, `s3/buckets/${target.name}`),
    cli: `aws s3api ${command} --bucket ${shellWord(target.name)}${more} --region ${target.region}`,
  }
}

export function bucketKey(target: Bucket): string {
  return `${target.account} ${target.name}`
}

/** AWS says by an error that something is simply not set. */
export function unlessUnset(names: RegExp): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Error && names.test(error.name)) return undefined
    throw error
  }
}
