import { type Pattern, plainValues, readPattern } from '../event-pattern/pattern.ts'

/** Whether a pattern asks for API calls as CloudTrail reports them. */
export function asksForTrail(text: string): boolean {
  return plainValues(readPattern(text), 'detail-type').some((each) => / via CloudTrail$/.test(each))
}

/** Services whose events EventBridge gets in one region only, wherever they are used from. */
export const globalSources: readonly string[] = [
  'aws.iam',
  'aws.organizations',
  'aws.route53',
  'aws.cloudfront',
  'aws.account',
  'aws.globalaccelerator',
  'aws.shield',
]

/** The sources a pattern names; empty when it names none or matches them by operators. */
export function sourcesOf(pattern: Pattern): readonly string[] {
  return plainValues(pattern, 'source')
}

/** Whether every source a pattern names is a service of AWS. */
export function isOfAws(pattern: Pattern): boolean {
  const sources = sourcesOf(pattern)
  return sources.length > 0 && sources.every((each) => /^aws\.(?!partner\/)/i.test(each))
}

/** The buckets that a rule on S3's own events is about; undefined for other rules. */
export function bucketsOf(text: string): readonly string[] | undefined {
  const pattern = readPattern(text)
  if (!sourcesOf(pattern).includes('aws.s3') || asksForTrail(text)) return undefined
  return plainValues(pattern, 'detail.bucket.name')
}
